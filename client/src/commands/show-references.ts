import type { WireLocation, WirePosition } from '@smtpd-conf/server';
import { commands, Location, Position, Range, Uri } from 'vscode';

/** Shows the places that a code lens has counted. The editor's own command wants objects of the editor's. */
export async function showReferences(
  uri: string,
  { line, character }: WirePosition,
  places: readonly WireLocation[],
): Promise<void> {
  const locations = places.map(({ uri: file, range: { start, end } }) => {
    const range = new Range(start.line, start.character, end.line, end.character);
    return new Location(Uri.parse(file), range);
  });
  await commands.executeCommand(
    'editor.action.showReferences',
    Uri.parse(uri),
    new Position(line, character),
    locations,
  );
}
