import { type TextDocument, window } from 'vscode';

/** The language's id; settings and commands begin with it too. */
export const LANGUAGE = 'smtpd-conf';

/** Where policy tests are found. */
export const POLICY_TESTS = '**/*.smtpd-test.{yaml,yml,json}';

/** The configuration in the active editor; says what to do where there is none. */
export function activeConfig(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === LANGUAGE) return document;
  void window.showInformationMessage('Open an smtpd.conf first, or set the language of this file to smtpd.conf.');
  return undefined;
}
