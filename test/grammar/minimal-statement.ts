import {
  type Clause,
  type Context,
  type Form,
  type FormPart,
  isValueKind,
  PHASE_CONDITIONS,
  phaseDecisions,
  type ValueKind,
} from '@smtpd-conf/grammar';

/** Ways to write a value of each kind. */
const VALUES: Readonly<Record<ValueKind, readonly string[]>> = {
  STRING: ['x', '"two words"'],
  NUMBER: ['1', '-1'],
  SIZE: ['10', '35M'],
  TABLE: ['x', '<x>', '{ x }', '{ x, "y" }', '{ x = y, "z" => y }'],
  FILTERS: ['{ x }', '{ x y, z }'],
  DELAYS: ['1h', '1h, 2h'],
  LIMITS: ['', 'x 1', 'x 1 y 2'],
  PAIR: ['x "y"'],
};

/** What surrounds a clause in a statement; `…` is the clause. */
const FRAMES: Readonly<Record<Exclude<Context, 'filter' | 'filter-condition' | 'filter-decision'>, readonly string[]>> =
  {
    setting: ['…'],
    pki: ['pki x …', 'pki x cert y … key z'],
    ca: ['ca x …'],
    proc: ['proc x y …', 'filter x proc-exec y …'],
    listen: ['listen on x …', 'listen on x tls … mask-src'],
    'listen-socket': ['listen on socket …', 'listen on socket mask-src …'],
    'action-method': ['action x …'],
    'action-local': ['action x mbox …', 'action x maildir y junk …'],
    'action-relay': ['action x relay …', 'action x relay helo y … ttl z'],
    action: ['action x mbox …', 'action x relay helo y …'],
    match: ['match … reject', 'match ! … reject', 'match for any … action x'],
    'match-outcome': ['match …', 'match from any …'],
    'filter-phase': ['filter x phase … match fcrdns reject y'],
  };

const PHASES = Object.keys(PHASE_CONDITIONS) as (keyof typeof PHASE_CONDITIONS)[];

/** Statements that hold a form of a clause, with hardly anything else, in each place where it may stand. */
export function minimalStatements(clause: Clause, form: Form): string[] {
  return writings(form.parts).flatMap((text) => framesOf(clause).map((frame) => frame.replace('…', () => text)));
}

function framesOf({ id, context }: Clause): readonly string[] {
  switch (context) {
    case 'filter':
      return id === 'filter.phase' ? ['filter x … connect match ! rdns junk'] : ['filter x …'];
    case 'filter-condition':
      return PHASES.filter((phase) => (PHASE_CONDITIONS[phase] as readonly string[]).includes(id)).flatMap((phase) => [
        `filter x phase ${word(phase)} match … reject y`,
        `filter x phase ${word(phase)} match ! … rewrite y`,
      ]);
    case 'filter-decision':
      return PHASES.filter((phase) => (phaseDecisions(phase) as readonly string[]).includes(id)).map(
        (phase) => `filter x phase ${word(phase)} match fcrdns …`,
      );
    default:
      return FRAMES[context];
  }
}

/** The form with each of its values written in each way, one at a time. */
function writings(parts: readonly FormPart[]): string[] {
  let texts = [''];
  for (const part of parts) {
    const ways = isValueKind(part) ? VALUES[part] : [part];
    texts = texts.flatMap((text) => ways.map((way) => `${text} ${way}`.trim()));
  }
  return texts;
}

const word = (id: string): string => id.slice(id.indexOf('.') + 1);
