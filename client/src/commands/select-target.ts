import { ConfigurationTarget, window, workspace } from 'vscode';
import { activeConfig, LANGUAGE } from '../documents.js';

/** Asks for the release that the workspace's configurations are written for; the manifest has the list of them. */
export async function selectTarget(): Promise<void> {
  const document = activeConfig();
  if (document === undefined) return;
  const settings = workspace.getConfiguration(LANGUAGE, document.uri);
  const current = settings.get<string>('targetVersion');
  const known = workspace.getConfiguration().inspect(`${LANGUAGE}.targetVersion`)?.defaultValue as string | undefined;
  const picked = await window.showQuickPick(
    RELEASES.map((label) => ({
      label,
      description: label === current ? 'current' : label === known ? 'default' : '',
    })),
    { title: 'Target release of OpenSMTPD' },
  );
  if (picked === undefined) return;
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await settings.update('targetVersion', picked.label, target);
}

/** As the manifest lists them for the setting; a test holds the two, and the grammar's, together. */
export const RELEASES = [
  'auto',
  '7.8.0',
  '7.7.0',
  '7.6.0',
  '7.5.0',
  '7.4.0',
  '7.3.0',
  '6.8.0',
  '6.7.0',
  '6.6.0',
  '6.4.0',
  '6.0.3',
] as const;
