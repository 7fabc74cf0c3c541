/** What the process of Azurite says to whoever started it. */
export type StorageMessage =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'failed'; readonly code: string | undefined; readonly message: string };
