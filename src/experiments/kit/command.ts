/** Experiments as their commands run them: what the command line takes, and a run that is planned, done and shown. */
import type { Parameters, SpecOf } from "../../check/parameters.ts";
import type { Tasks } from "../../check/tasks.ts";
import type { Row } from "../../io/rows.ts";
import { encodedIn } from "../../run/results.ts";
import { type PlannedRun, seedOrigin } from "./planned-run.ts";
import type { RulesPlan, SearchesPlan } from "./rules.ts";
import type { SeedsPlan } from "./seeds.ts";
import type { CommandStudy, SpecFiles } from "./study.ts";
import { bytesWithoutOverlaps, toldOfPools } from "./told.ts";

/** A spec of which nothing is known yet: values by the names of parameters. */
export type AnySpec = Readonly<Record<string, unknown>>;

/** What the command line of an experiment takes. It is loaded for help, so that nothing that computes belongs in its file. */
export interface Form<Table extends Parameters = Parameters> {
  readonly parameters: Table;
  /**
   * The spec of what was typed, or stands in a spec file, with what the command line adds where nothing is said; help shows what it
   * adds to nothing. Without it, nothing is added.
   */
  complete?(typed: Partial<SpecOf<Table>>): Partial<SpecOf<Table>>;
  /** What the spec file holds, where there has to be one, for what options cannot say. */
  readonly specFile?: string;
  /** What specs of each task say, where a spec names one; `parameters` are then those that every task takes. */
  readonly tasks?: Tasks;
  /** Functions of the package that take such specs, where none has the name of the experiment. */
  readonly functions?: readonly string[];
}

/** A form whose functions know the types of its parameters, as the runner takes it. */
export function form<Table extends Parameters>(own: Form<Table>): Form {
  return own as unknown as Form;
}

/** An experiment as the runner takes it. */
export interface ExperimentCommand {
  /** Puts what files hold in the place of their paths. */
  readFiles?(spec: AnySpec, files: SpecFiles): Promise<AnySpec>;
  /** Validates a spec and fills in its defaults. */
  plan(spec: AnySpec): PlannedRun | Promise<PlannedRun>;
}

/** Whether a plan says how rules are searched. */
function isSearched(plan: Partial<SearchesPlan & Pick<RulesPlan, "rule">>): plan is SearchesPlan & RulesPlan {
  return plan.anneal !== undefined && plan.rule !== undefined;
}

/** The command of an experiment over seeds, of its study. */
export function studyCommand<Spec extends object, Plan extends SeedsPlan, Found, Summary extends object>(
  study: CommandStudy<Spec, Plan, Found, Summary>,
): ExperimentCommand {
  const { readFiles } = study;
  return {
    ...(readFiles && { readFiles: readFiles as NonNullable<ExperimentCommand["readFiles"]> }),
    plan(given): PlannedRun {
      const plan = study.plan(given as Spec);
      const { seeds, seed } = plan;
      const size = study.largest?.(plan);
      const searched = plan as Plan & Partial<SearchesPlan & Pick<RulesPlan, "rule">>;
      const bytes = size && isSearched(searched) ? bytesWithoutOverlaps(searched, searched.rule, size) : undefined;
      const largest = size && { ...size, ...(bytes !== undefined && { bytes }) };
      const told = searched.anneal ? toldOfPools(searched.anneal) : [];
      const finished: Found[] = [];
      const textOf = (rows: readonly Row[], summary: readonly Summary[]) =>
        study.text({ rows, summary, plan, axes: [] });
      return {
        spec: plan,
        seed,
        seedIs: seedOrigin(given),
        total: study.points(plan),
        unit: study.unit,
        ...(largest && { largest }),
        told,
        repeat: { seeds, ...study.repeat?.(plan) },
        async run({ kept, ...means }) {
          const stored = encodedIn<Found, readonly Row[]>(kept, {
            encode: (one) => study.toLedger(one),
            decode: (rows) => study.foundIn(rows)[0],
          });
          const { rows: found, summary } = await study.run({ ...given, seed } as unknown as Spec, {
            ...means,
            results: {
              get: (key) => stored.get(key),
              set(key, one) {
                finished.push(one);
                stored.set(key, one);
              },
            },
          });
          const rows = found as readonly Row[];
          return {
            rows,
            summary,
            cells: rows,
            columns: study.columns(plan),
            figures: (command) => study.figures({ rows, summary, plan, axes: [] }, command),
            text: async (terminal) => `${textOf(rows, summary)}${(await study.after?.(summary, plan, terminal)) ?? ""}`,
          };
        },
        soFar: () =>
          finished.length === 0
            ? undefined
            : textOf(study.rowsOf(finished), study.summarize(finished, plan, [])).trimEnd(),
      };
    },
  };
}
