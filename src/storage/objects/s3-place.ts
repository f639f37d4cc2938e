import { LonghaulError } from '../../config/errors.js';

/** Where objects lie in an S3-compatible store. */
export interface S3Place {
  /** As errors show it: without settings. */
  readonly shown: string;
  /** Address of the bucket, with a slash at its end. */
  readonly bucket: string;
  /** Of the names of all objects; with a slash at its end where it is not empty. */
  readonly prefix: string;
  readonly region: string;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

export function isS3Place(place: string): boolean {
  return place.startsWith('s3://');
}

/**
 * Reads `s3://bucket/prefix?endpoint=URL&region=NAME`. What it leaves out comes from AWS_ENDPOINT_URL_S3,
 * AWS_ENDPOINT_URL, AWS_REGION and AWS_DEFAULT_REGION; without an endpoint it is Amazon's.
 *
 * @throws LonghaulError STORAGE_PLACE_INVALID
 */
export function parseS3Place(place: string, env: Env): S3Place {
  const match = /^s3:\/\/([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/.exec(place);
  const bucket = match?.[1] ?? '';
  const prefix = (match?.[2] ?? '').replace(/^\/+|\/+$/g, '');
  // What is shown holds neither settings nor anything that was typed in a place where it does not belong.
  const shown = `s3://${bucket.replace(/^.*@/, '')}${prefix && `/${prefix}`}`;
  const refuse = (reason: string): never => {
    throw new LonghaulError('STORAGE_PLACE_INVALID', { place: shown, reason });
  };
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) refuse('this is no name of a bucket');
  if (!/^([A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*)?$/.test(prefix) || /(^|\/)\.+(\/|$)/.test(prefix)) {
    refuse('a prefix is made of letters, digits, `.`, `_`, `-` and `/`');
  }
  const settings = new URLSearchParams(match?.[3] ?? '');
  const unknown = [...settings.keys()].find((name) => name !== 'endpoint' && name !== 'region');
  if (unknown !== undefined) refuse('it takes `endpoint` and `region` and no other settings');
  const region = settings.get('region') || env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
  if (!/^[a-z0-9-]+$/i.test(region)) refuse('this is no name of a region');
  const endpoint = settings.get('endpoint') || env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  const address = endpoint ? endpointOf(endpoint) : `https://s3.${region}.amazonaws.com`;
  if (address === null) return refuse('`endpoint` must be an http or https address without user and password');
  return { shown, bucket: `${address}/${bucket}/`, prefix: prefix && `${prefix}/`, region };
}

/**
 * The credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
 *
 * @throws LonghaulError STORAGE_CREDENTIALS_MISSING
 */
export function s3Credentials(env: Env): S3Credentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  if (!accessKeyId || !secretAccessKey) throw new LonghaulError('STORAGE_CREDENTIALS_MISSING', {});
  return { accessKeyId, secretAccessKey, ...(token && { sessionToken: token }) };
}

/** Without a slash at its end; null when it is none. */
function endpointOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, username, password, search, hash, origin, pathname } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  if (username !== '' || password !== '' || search !== '' || hash !== '') return null;
  return `${origin}${pathname}`.replace(/\/+$/, '');
}
