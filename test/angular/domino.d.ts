// The declarations of the package are for another name.
declare module '@mixmark-io/domino' {
  export function createWindow(
    html: string,
    address: string,
  ): { readonly document: object; readonly Node: object };
}
