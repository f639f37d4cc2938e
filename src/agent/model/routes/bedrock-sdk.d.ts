// The part of @anthropic-ai/bedrock-sdk that is used. Only those who ask Bedrock install it: it brings the AWS SDK.
declare module '@anthropic-ai/bedrock-sdk' {
  import type { ClientOptions } from '@anthropic-ai/sdk';
  import type Anthropic from '@anthropic-ai/sdk';

  interface BedrockOptions extends Omit<ClientOptions, 'apiKey' | 'authToken'> {
    readonly awsRegion?: string;
    readonly awsAccessKey?: string;
    readonly awsSecretKey?: string;
    readonly awsSessionToken?: string | null;
    readonly apiKey?: string | null;
    readonly skipAuth?: boolean;
  }

  export class AnthropicBedrock {
    constructor(options: BedrockOptions);
    readonly messages: Anthropic['messages'];
  }
}
