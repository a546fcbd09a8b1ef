import { type Finding, lint, RULES, type RuleMeta } from '@smtpd-conf/checker';
import { analyze, describedWorld } from '@smtpd-conf/compiler';
import { Source } from '@smtpd-conf/grammar';
import { CASES } from '../cases.js';
import { EXAMPLE_HOST, filesOf, newestFor } from '../examples.js';

/** Rules about what the whole file lacks: another file may have it. */
const NOT_PLANTED = ['no-local-outbound', 'junk-no-effect'];

/** The mistakes that can be planted: one for each rule whose bad example the daemon accepts. */
export const FAULTS: readonly RuleMeta[] = RULES.map(({ meta }) => meta).filter(
  ({ id, daemon, category, platforms }) =>
    daemon === 'accepts' &&
    category !== 'checker' &&
    !NOT_PLANTED.includes(id) &&
    (platforms?.includes('linux') ?? true),
);

type Outcome = 'found' | 'missed' | 'clash' | { readonly newErrors: readonly string[] };

const DEFINED = /^(?:action|table|filter|pki|ca|proc|mda wrapper)\s+"?([A-Za-z][\w-]*)"?/gm;
const LISTEN = /^listen on (\S+)/gm;

/** Plants a rule's mistake above an accepted file, under names of its own, and looks what is found there. */
export function plant(fault: RuleMeta, ground: RuleMeta): Outcome {
  const names = [...fault.bad.text.matchAll(DEFINED)].map(([, name = '']) => name);
  const rename = (text: string): string =>
    names.reduce(
      (so, name) => so.replace(new RegExp(`(?<![\\w./@:-])${name}(?![\\w./@:=-])`, 'g'), `${name}sown`),
      own(text),
    );
  const sown = rename(fault.bad.text);
  if (listens(sown) && listens(ground.good.text)) return 'clash';
  const files = { ...filesOf(ground.good), ...filesOf(fault.bad) };
  const clean = findings(ground.good.text, files, fault);
  const after = findings(sown + ground.good.text, files, fault);
  const inPlant = ({ span }: Finding): boolean => span.source.name !== 'smtpd.conf' || span.start < sown.length;
  const seen = after.filter((one) => one.rule === fault.id && inPlant(one)).map(textOf);
  const wanted = (CASES[fault.id]?.underlined ?? []).map(rename);
  if (!wanted.every((text) => seen.includes(text))) return 'missed';
  const before = clean.filter(isError).length;
  const later = after.filter((one) => isError(one) && !inPlant(one));
  return later.length > before ? { newErrors: later.map(({ rule }) => rule) } : 'found';
}

/** Under domains of its own too: what stands below may have rules for the same ones. */
const own = (text: string): string => text.replace(/(?<![\w.-])example\.(org|net)/g, 'sown-example.$1');

function findings(text: string, files: ReturnType<typeof filesOf>, fault: RuleMeta): readonly Finding[] {
  const world = describedWorld({ ...EXAMPLE_HOST, files });
  return lint(analyze(new Source('smtpd.conf', text), world, { version: newestFor(fault), platform: 'linux' }));
}

const listens = (text: string): boolean => [...text.matchAll(LISTEN)].some(([, on]) => on !== 'socket');
const isError = ({ severity }: Finding): boolean => severity === 'error';
const textOf = ({ span }: Finding): string => span.source.text.slice(span.start, span.end);
