import { type Platform, Source } from '@smtpd-conf/grammar';
import type { Snapshot } from '../snapshot.js';
import type { ServerHost } from './host.js';
import { type OpenDocument, OpenDocuments } from './open-documents.js';
import { type OverlayWorld, overlayWorld } from './overlay-world.js';
import { locator, Project, ProjectMemory } from './project.js';
import { type EditorSettings, readEditorSettings, type Settings, targetOf } from './settings.js';
import { type FaultySettings, isSettingsPath, SettingsFiles } from './settings-files.js';
import { directoryOf, pathOf, resolvePath, uriOf } from './uri.js';

/** The language of configurations; documents in any other one are files that configurations name. */
const LANGUAGE_IDS: ReadonlySet<string> = new Set(['smtpd-conf', 'smtpd.conf', 'smtpd', 'opensmtpd', 'conf']);

/** Everything that is open, and the projects it is a part of. */
export class Workspace {
  readonly documents = new OpenDocuments();
  private folders: readonly string[] = [];
  private readonly settings = new Map<string, EditorSettings>();
  private defaults = readEditorSettings(undefined);
  private readonly settingsFiles = new SettingsFiles((path) => this.readText(path));
  private readonly projects = new Map<string, Project>();
  /** Of the projects whose main file is open. */
  private readonly memories = new Map<string, ProjectMemory>();

  constructor(readonly host: ServerHost) {}

  /** URIs of the folders that are open. */
  setFolders(uris: readonly string[]): void {
    this.folders = uris;
    this.forget();
  }

  /** The settings of a folder, or with `undefined` those of everything else. Both as the client sent them. */
  setSettings(folder: string | undefined, value: unknown): void {
    const settings = readEditorSettings(value);
    if (folder === undefined) this.defaults = settings;
    else this.settings.set(folder, settings);
    this.forget();
  }

  get folderUris(): readonly string[] {
    return this.folders;
  }

  /** Those of the innermost folder that holds a document; relative paths are seen from that folder. */
  settingsOf(uri: string): Settings {
    const folder = this.folders
      .filter((one) => uri === one || uri.startsWith(one.endsWith('/') ? one : `${one}/`))
      .toSorted((a, b) => b.length - a.length)[0];
    const { version, platform, ...settings } =
      (folder === undefined ? undefined : this.settings.get(folder)) ?? this.defaults;
    const file = this.settingsFiles.settingsFor(this.directoryOf(uri));
    const target = targetOf({ version, platform }, file, this.host.platform);
    if (folder === undefined) return { ...settings, target };
    const inFolder = (path: string): string => (path === '' ? '' : resolvePath(pathOf(folder), path));
    return { ...settings, target, root: inFolder(settings.root), world: inFolder(settings.world) };
  }

  /** Where settings files for a document are looked for; what has no place of its own is in the first folder. */
  private directoryOf(uri: string): string {
    const path = pathOf(uri);
    return path.startsWith('/') ? directoryOf(path) : pathOf(this.folders[0] ?? '/');
  }

  /**
   * Settled once the settings files for what is open, and for one more document, are read; undefined where they are. Until
   * then, what holds is what they said before.
   */
  settingsRead(uri?: string): Promise<void> | undefined {
    const directories = new Set(this.configs().map((one) => this.directoryOf(one.uri)));
    if (uri !== undefined) directories.add(this.directoryOf(uri));
    const waiting = [...directories].flatMap((directory) => this.settingsFiles.reading(directory) ?? []);
    if (waiting.length === 0) return undefined;
    return Promise.all(waiting).then(() => {
      this.forget();
      return this.settingsRead(uri);
    });
  }

  /** The settings files for what is open, and for other configurations, that cannot be used. */
  faultySettings(others: readonly string[] = []): readonly FaultySettings[] {
    const uris = [...this.configs().map(({ uri }) => uri), ...others];
    const directories = new Set(uris.map((uri) => this.directoryOf(uri)));
    return [...new Set([...directories].flatMap((directory) => this.settingsFiles.faultFor(directory) ?? []))];
  }

  /** Forgets what a file of the host was before; what depends on it is made anew. The projects that it concerned. */
  changed(path: string): void {
    if (isSettingsPath(path)) {
      this.settingsFiles.forget();
      this.forget();
    }
    for (const [uri, project] of this.projects) {
      if (pathOf(uri) !== path && !project.dependsOn(path)) continue;
      project.retire();
      // What else a configuration looks at may change what came of any statement.
      if (!project.reads(path)) this.memories.delete(uri);
      this.projects.delete(uri);
    }
    for (const uri of this.memories.keys()) if (!this.documents.get(uri)) this.memories.delete(uri);
  }

  /** Forgets everything that came from the disk. */
  forget(): void {
    this.projects.clear();
    this.memories.clear();
  }

  /** The project whose main file a document is: open, or on the host. */
  project(uri: string): Project | undefined {
    const known = this.projects.get(uri);
    if (known) return known;
    const source = this.sourceOf(uri);
    if (source === undefined) return undefined;
    const settings = this.settingsOf(uri);
    const locate = locator(pathOf(uri), settings.root);
    const world = this.worldOf(pathOf(uri), settings.root, settings.target.platform);
    const openUri = (path: string): string | undefined => this.documents.uriOf(path);
    const choices = this.settingsFiles.choicesFor(pathOf(uri), this.directoryOf(uri));
    const memory = this.memoryOf(uri);
    const { seesSystem } = this.host;
    const project = new Project({ uri, source, settings, choices, world, seesSystem, locate, openUri, memory });
    this.projects.set(uri, project);
    return project;
  }

  private memoryOf(uri: string): ProjectMemory | undefined {
    if (!this.documents.get(uri)) return undefined;
    const memory = this.memories.get(uri) ?? new ProjectMemory();
    this.memories.set(uri, memory);
    return memory;
  }

  /** What a configuration at a path of the host is checked in: open files win over the disk. */
  worldOf(configPath: string, root: string, platform: Platform): OverlayWorld {
    return overlayWorld(
      this.host.world(root, platform),
      (path) => this.documents.textOf(path),
      locator(configPath, root),
    );
  }

  /** The text of a file of the host, open or on the disk. */
  readText(path: string): string | undefined {
    return this.documents.textOf(path) ?? this.host.readText(path);
  }

  private sourceOf(uri: string): Source | undefined {
    const open = this.documents.get(uri);
    if (open) return open.source;
    const path = pathOf(uri);
    const text = this.readText(path);
    return text === undefined ? undefined : new Source(path, text);
  }

  /** The open configurations that no other open one includes; what is open only as a table of one is none. */
  mainProjects(): readonly Project[] {
    const projects = this.configs().flatMap(({ uri }) => this.project(uri) ?? []);
    if (projects.length < 2) return projects;
    return projects.filter((project) => !projects.some((other) => other !== project && includes(other, project.uri)));
  }

  /** Every configuration, the open ones and those in the folders. */
  allProjects(): readonly Project[] {
    return [...new Set(this.configUris().flatMap((uri) => this.projectOf(uri) ?? []))];
  }

  /** Whether what is known of an open configuration may depend on another document. */
  isPart(uri: string): boolean {
    const path = pathOf(uri);
    return this.configs().some((config) => {
      // Of one that has not been looked at since it changed nothing is known.
      return config.path !== path && (this.projects.get(config.uri)?.dependsOn(path) ?? true);
    });
  }

  /** Whether a configuration, open or in a folder, includes a file of the host. */
  isIncluded(path: string): boolean {
    return this.configUris().some((uri) => this.projectOf(uri)?.includes(path) ?? false);
  }

  private configs(): readonly OpenDocument[] {
    return this.documents.all().filter(({ languageId }) => LANGUAGE_IDS.has(languageId));
  }

  /** The project that a document is read in: that of the file which includes it, or its own. */
  projectOf(uri: string): Project | undefined {
    const own = this.documents.get(uri);
    if (own && this.documents.all().length === 1) return this.project(uri);
    return this.mainProjects().find((project) => includes(project, uri)) ?? this.project(uri);
  }

  /** A document as it is now; undefined where it is not open, or holds settings. */
  snapshot(uri: string): Snapshot | undefined {
    const document = this.documents.get(uri);
    if (document === undefined || isSettingsPath(document.path)) return undefined;
    const project = this.projectOf(uri);
    const source = project?.sourceOfUri(uri);
    if (project === undefined || source === undefined) return undefined;
    return { uri, version: document.version, source, project, settings: project.settings };
  }

  /** A file as it is now, open or on the host; undefined where it cannot be read. */
  snapshotOfFile(uri: string): Snapshot | undefined {
    const open = this.snapshot(uri);
    if (open) return open;
    const project = this.projectOf(uri);
    const source = project?.sourceOfUri(uri);
    return project && source && { uri, version: 0, source, project, settings: project.settings };
  }

  /** URIs of all configurations: the open ones, and those in the folders. */
  configUris(): readonly string[] {
    const open = this.mainProjects().map(({ uri }) => uri);
    const onDisk = this.folders.flatMap((folder) =>
      this.host.findConfigs(pathOf(folder)).map((path) => this.documents.uriOf(path) ?? uriOf(path, folder)),
    );
    return [...new Set([...open, ...onDisk])];
  }
}

function includes(project: Project, uri: string): boolean {
  return project.uri === uri || project.sources.some((source) => project.uriOfSource(source) === uri);
}
