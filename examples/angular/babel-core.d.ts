/** The part of @babel/core that the build of the app uses; its own types are a package apart. */
declare module '@babel/core' {
  export function transformAsync(
    code: string,
    options: {
      readonly filename: string;
      readonly plugins: readonly unknown[];
      readonly compact: boolean;
      readonly configFile: boolean;
    },
  ): Promise<{ readonly code?: string | null } | null>;
}
