import { commands, type Disposable, type ExtensionContext, ProgressLocation, window, workspace } from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, RevealOutputChannelOn } from 'vscode-languageclient';
import { selectTarget } from './commands/select-target.js';
import { compiledConfigs, showCompiledConfig } from './commands/show-compiled-config.js';
import { mailFlowUpdates, showMailFlow } from './commands/show-mail-flow.js';
import { showReferences } from './commands/show-references.js';
import { simulate } from './commands/simulate.js';
import { LANGUAGE, POLICY_TESTS } from './documents.js';
import { includedFiles } from './included-files.js';
import { ownRequests } from './own-requests.js';
import { policyTests } from './policy-tests.js';
import { statusBar } from './status-bar.js';

export type CreateClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/**
 * Starts the language server and what the extension adds to the editor: commands, the panel of a simulation, the
 * picture of the mail flow, policy tests in the Test Explorer, the status bar. Knows nothing of the language itself.
 */
export async function startExtension(context: ExtensionContext, createClient: CreateClient): Promise<void> {
  const client = createClient(LANGUAGE, 'smtpd.conf', {
    documentSelector: [{ language: LANGUAGE }],
    // The log has what goes wrong between the two; as a message it would be a stack trace, as when they are parted by a restart.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // Code lenses may name commands of ours, and the status bar wants to know.
    initializationOptions: { commands: true, statusChanges: true },
    synchronize: {
      configurationSection: LANGUAGE,
      // Tables, certificates and includes may have any name: the server says which files it wants to hear of.
      fileEvents: workspace.createFileSystemWatcher(POLICY_TESTS),
    },
  });
  const requests = ownRequests(client);
  const add = (...parts: Disposable[]): void => {
    context.subscriptions.push(...parts);
  };
  add(
    commands.registerCommand('smtpd-conf.simulate', (uri?: string) => simulate(requests, uri)),
    commands.registerCommand('smtpd-conf.showCompiledConfig', () => showCompiledConfig(requests)),
    commands.registerCommand('smtpd-conf.showMailFlow', () => showMailFlow(requests)),
    commands.registerCommand('smtpd-conf.selectTarget', () => selectTarget()),
    commands.registerCommand('smtpd-conf.showReferences', showReferences),
    commands.registerCommand('smtpd-conf.restartServer', () => restart(client)),
    compiledConfigs(),
    mailFlowUpdates(requests),
    statusBar(requests, client),
    includedFiles(requests),
    policyTests(requests),
    { dispose: () => void client.stop() },
  );
  try {
    await client.start();
  } catch (error) {
    const again = 'Restart';
    const answer = await window.showErrorMessage(
      `The language server of smtpd.conf did not start: ${(error as Error).message}`,
      again,
    );
    if (answer === again) await restart(client);
  }
}

async function restart(client: BaseLanguageClient): Promise<void> {
  const title = 'Restarting the language server of smtpd.conf';
  await window.withProgress({ location: ProgressLocation.Window, title }, async () => {
    // One that could not be started cannot be stopped either.
    if (client.isRunning()) await client.stop();
    await client.start();
  });
}
