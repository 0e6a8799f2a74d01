/** Where the files of this machine are. */
export interface SystemPaths {
  /** @default '/etc/resolv.conf' */
  readonly resolvConf?: string | undefined;
  /** @default '/etc/hosts'; on Windows %SystemRoot%\\System32\\drivers\\etc\\hosts */
  readonly hosts?: string | undefined;
  /** @default '/etc/nsswitch.conf' */
  readonly nsswitch?: string | undefined;
  /** @default '/etc/services'; on Windows %SystemRoot%\\System32\\drivers\\etc\\services */
  readonly services?: string | undefined;
}

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the files are on a platform, by its name in `process.platform`. */
export function defaultPaths(
  platform: string,
  environment: Environment,
): Readonly<Record<keyof SystemPaths, string>> {
  const windows = platform === 'win32';
  const folder = windows
    ? `${environment['SystemRoot'] ?? 'C:\\Windows'}\\System32\\drivers\\etc\\`
    : '/etc/';
  return {
    resolvConf: '/etc/resolv.conf',
    hosts: `${folder}hosts`,
    nsswitch: '/etc/nsswitch.conf',
    services: `${folder}services`,
  };
}
