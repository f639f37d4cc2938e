/** The part of the package that the tests use; it brings no types. */
declare module 's3rver' {
  interface Exchange {
    readonly method: string;
    readonly path: string;
    status: number;
    body: unknown;
    readonly req: {
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string | undefined>>;
    };
    readonly res: NodeJS.WritableStream;
    get(header: string): string;
  }
  type Middleware = (exchange: Exchange, next: () => Promise<void>) => Promise<void>;

  export default class S3rver {
    constructor(options: {
      readonly address: string;
      readonly port: number;
      readonly silent: boolean;
      readonly directory: string;
      readonly configureBuckets: readonly { readonly name: string }[];
    });
    readonly middleware: Middleware[];
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
}
