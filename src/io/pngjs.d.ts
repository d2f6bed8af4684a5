/** The part of pngjs 7 that is used here; the package brings no types. */
declare module "pngjs" {
  export const PNG: {
    readonly sync: {
      /** RGBA, 8 bits a channel, whatever the file has. */
      read(file: Uint8Array): { readonly width: number; readonly height: number; readonly data: Uint8Array };
    };
  };
}
