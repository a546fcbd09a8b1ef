import {
  type Clause,
  type Context,
  type Form,
  type FormPart,
  formsFor,
  isValueKind,
  PHASE_CONDITIONS,
  PHASES,
  type PhaseId,
  phaseDecisions,
  type ValueKind,
  type Version,
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

/** A statement, and whether all of it but the clause in question is read by a version. */
export interface MinimalStatement {
  readonly text: string;
  readonly framed: (version: Version) => boolean;
}

const always = (): boolean => true;

/** Statements that hold a form of a clause, with hardly anything else, in each place where it may stand. */
export function minimalStatements(clause: Clause, form: Form): MinimalStatement[] {
  return framesOf(clause).flatMap(({ text, framed }) =>
    writings(form.parts).map((writing) => ({ text: text.replace('…', () => writing), framed })),
  );
}

function framesOf({ id, context }: Clause): readonly MinimalStatement[] {
  switch (context) {
    case 'filter':
      return [{ text: id === 'filter.phase' ? 'filter x … connect match ! rdns junk' : 'filter x …', framed: always }];
    case 'filter-condition':
      return phaseFrames(['match … reject y', 'match ! … rewrite y'], (phase) => PHASE_CONDITIONS[phase], id);
    case 'filter-decision':
      return phaseFrames(['match fcrdns …', 'match ! rdns …'], phaseDecisions, id);
    default:
      return FRAMES[context].map((text) => ({ text, framed: always }));
  }
}

/** A frame in each phase that knows the clause. */
function phaseFrames(rests: readonly string[], known: (phase: PhaseId) => readonly string[], id: string) {
  const phases = (Object.keys(PHASES) as PhaseId[]).filter((phase) => known(phase).includes(id));
  return phases.flatMap((phase) =>
    rests.map((rest): MinimalStatement => {
      const clause = PHASES[phase];
      return {
        text: `filter x phase ${clause.forms[0]?.parts.join(' ')} ${rest}`,
        framed: (version) => formsFor(clause, version).length > 0,
      };
    }),
  );
}

/** The form with its values written in each way. */
function writings(parts: readonly FormPart[]): string[] {
  let texts = [''];
  for (const part of parts) {
    const ways = isValueKind(part) ? VALUES[part] : [part];
    texts = texts.flatMap((text) => ways.map((way) => `${text} ${way}`.trim()));
  }
  return texts;
}
