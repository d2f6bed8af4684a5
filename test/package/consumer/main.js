// A page of a user's own: the library, its digits and the element.
import * as palimpsest from "palimpsest";
import * as digits from "palimpsest/digits";
import "palimpsest/element";
import { study } from "./study.js";

const element = document.querySelector("palimpsest-recall");
globalThis.found = Promise.all([study(palimpsest, digits), element.recall()]);
