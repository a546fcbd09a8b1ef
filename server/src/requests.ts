/**
 * The requests beyond LSP that our clients send, as plain JSON. Lines and characters count from 0 and characters are
 * UTF-16 code units, as everywhere in LSP. This file holds types only: the client imports nothing else.
 */

export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface WireLocation {
  readonly uri: string;
  readonly range: { readonly start: WirePosition; readonly end: WirePosition };
}

/** What is simulated: facts of the session, as `smtpd-lint simulate` takes them. */
export interface SimulateParams {
  readonly uri: string;
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  /** An address, or "socket" for local submission; 127.0.0.1 by default. */
  readonly from?: string;
  readonly helo?: string;
  readonly tls?: boolean;
  /** The name of the authenticated user. */
  readonly auth?: string;
}

export interface TraceLine {
  readonly text: string;
  /** How deep it is indented. */
  readonly depth: number;
  /** Headings and verdicts stand out. */
  readonly kind: 'heading' | 'detail' | 'good' | 'bad';
  /** Where in the configuration it comes from. */
  readonly location?: WireLocation;
}

export type SimulateResult =
  | { readonly ok: true; readonly lines: readonly TraceLine[]; readonly verdict: string }
  /** Why nothing could be simulated, with what to do. */
  | { readonly ok: false; readonly message: string };

export interface DocumentParams {
  readonly uri: string;
}

/** `text` is JSON, indented. */
export type CompiledConfigResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

export type MailFlowNodeKind = 'listener' | 'filter' | 'proc' | 'rule' | 'action' | 'table' | 'reject';

export interface MailFlowNode {
  readonly id: string;
  readonly kind: MailFlowNodeKind;
  readonly label: string;
  readonly location?: WireLocation;
}

export interface MailFlowEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

/** The way of mail through a configuration: listeners, filters, rules in order, actions, and the tables they ask. */
export interface MailFlowResult {
  readonly nodes: readonly MailFlowNode[];
  readonly edges: readonly MailFlowEdge[];
  /** What the daemon refuses, in the order of the file: a picture of the rest says nothing of it, or too little. */
  readonly refused: readonly MailFlowRefusal[];
}

export interface MailFlowRefusal {
  /** What is wrong, with file and line before it where it has a place. */
  readonly text: string;
  readonly location?: WireLocation;
}

/** The cases of a policy test file, for a tree of tests; an unreadable file has none and says why. */
export interface PolicyTestListResult {
  readonly cases: readonly { readonly name: string; readonly range: WireLocation['range'] }[];
  readonly message?: string;
}

export interface PolicyTestRunResult {
  readonly cases: readonly {
    readonly name: string;
    readonly passed: boolean;
    /** Expected against actual, with the trace of a failed case. */
    readonly message?: string;
    readonly expected?: string;
    readonly actual?: string;
    readonly milliseconds: number;
  }[];
  readonly message?: string;
}

/** What the status bar shows of a document. */
export interface StatusResult {
  readonly version: string;
  readonly platform: string;
  readonly dialect: 'modern' | 'legacy' | 'mixed';
}

/** What the server tells clients that asked for it with `statusChanges: true` in their initializationOptions: ask for the status again. */
export type StatusChanged = 'smtpd/statusChanged';

/** Whether a configuration of the workspace includes the document, so that it is in our language whatever it is called. */
export interface IncludedResult {
  readonly included: boolean;
}

/** By method name: params and result. Types only, so that a client needs nothing of ours at run time. */
export interface OwnRequests {
  readonly 'smtpd/simulate': { readonly params: SimulateParams; readonly result: SimulateResult };
  readonly 'smtpd/compiledConfig': { readonly params: DocumentParams; readonly result: CompiledConfigResult };
  readonly 'smtpd/mailFlow': { readonly params: DocumentParams; readonly result: MailFlowResult };
  readonly 'smtpd/policyTestList': { readonly params: DocumentParams; readonly result: PolicyTestListResult };
  readonly 'smtpd/policyTestRun': { readonly params: DocumentParams; readonly result: PolicyTestRunResult };
  readonly 'smtpd/included': { readonly params: DocumentParams; readonly result: IncludedResult };
  readonly 'smtpd/status': { readonly params: DocumentParams; readonly result: StatusResult };
}
