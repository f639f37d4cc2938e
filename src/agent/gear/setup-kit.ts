import { modelAliases, modelId } from '../../config/models.js';
import type { ModelChoice } from '../../workflows/ports.js';
import type { AgentSetup } from '../context/agent-setup.js';
import { findPlaces } from '../context/places.js';
import { readSettingsEnv } from '../context/settings.js';
import type { Models } from '../model/models.js';
import { answerFromPage } from './page-answer.js';
import { createSkillTool } from '../tools/skill.js';
import type { Tool } from '../tools/tool.js';
import type { Page } from '../tools/web/page-cache.js';
import type { Pages } from '../tools/web/pages.js';
import { createWebFetchTool } from '../tools/web/web-fetch.js';

type Provider = ModelChoice['provider'];

/** What agents get for the setup of their run alone. */
export interface SetupKit {
  readonly tools: readonly Tool[];
  /** The `env` of the settings files, as they are when it is first asked for: no record of a run holds it. */
  env(): Promise<Readonly<Record<string, string>>>;
}

export interface SetupKitDeps {
  readonly models: Models;
  readonly pages: Pages;
  /** The worker's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Makes the kit of each setup once, for as long as somebody has the setup. */
export function createSetupKits(deps: SetupKitDeps): (setup: AgentSetup, provider: Provider) => SetupKit {
  const kits: Readonly<Record<Provider, WeakMap<AgentSetup, SetupKit>>> = {
    anthropic: new WeakMap(),
    offline: new WeakMap(),
  };
  return (setup, provider) => {
    const kit = kits[provider].get(setup) ?? kitOf(setup, provider, deps);
    kits[provider].set(setup, kit);
    return kit;
  };
}

function kitOf(setup: AgentSetup, provider: Provider, { models, pages, env }: SetupKitDeps): SetupKit {
  const { workspace, home, trusted, pageReader = { model: modelId('haiku', modelAliases(env)) } } = setup;
  const answer = async (page: Page, prompt: string, signal: AbortSignal) => {
    const access = await models.clientFor(provider);
    if (access.kind === 'unavailable') throw new Error('this worker cannot reach a model that reads pages');
    const deps = { model: access.client, reader: pageReader, now: Date.now, random: Math.random };
    return answerFromPage(page, prompt, deps, signal);
  };
  let settingsEnv: Promise<Readonly<Record<string, string>>> | undefined;
  return {
    tools: [
      ...(setup.skills.length > 0 ? [createSkillTool(setup.skills)] : []),
      createWebFetchTool({ pages, answer, allowPrivate: namesHost(setup) }),
    ],
    env: () =>
      (settingsEnv ??= findPlaces({ workspace, home, env }).then((places) => readSettingsEnv(places, trusted))),
  };
}

/** Whether a rule of the settings allows a host by its own name: only then agents may reach it where it is private. */
function namesHost({ permissions }: AgentSetup): (host: string) => boolean {
  const allowed = new Set(permissions.layers.flatMap(({ allow }) => allow));
  return (host) => allowed.has(`WebFetch(domain:${host})`);
}
