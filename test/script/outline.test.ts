import { describe, expect, it } from '@jest/globals';
import { readOutline } from '../../src/script/outline.js';
import { scriptText } from '../support/script-text.js';

const outline = (body: string) => readOutline({ file: 'x.js', text: scriptText(body) });
const texts = (body: string) => outline(body).prompts.map(({ text }) => text);

describe('the outline of a script', () => {
  it.each([
    ['a text', "agent('do it')", 'do it'],
    ['a template', 'agent(`look at ${file} and ${a + b}`)', 'look at ${…} and ${…}'],
    ['a sum', "agent('look at ' + file + ' now')", 'look at ${…} now'],
    ['a joined list', "agent(['one', `two ${x}`, three].join('\\n'))", 'one two ${…} ${…}'],
    ['code', 'agent(promptFor(file))', 'promptFor(file)'],
    ['code in a sum', 'agent(a + b)', 'a + b'],
    ['nothing', 'agent()', ''],
  ])('shows %s of a prompt', (_, body, text) => {
    expect(texts(body)).toEqual([text]);
  });

  it('tells the phase that a call names, else the one named above it', () => {
    const { prompts } = outline(`
      agent('before');
      phase('Find');
      agent('found');
      agent('elsewhere', { label: 'x', phase: 'Other' });
      agent('unknown', { phase: name });
      phase(name);
      phase(\`Check\`);
      agent('checked');
    `);
    expect(prompts.map(({ text, phase }) => [text, phase])).toEqual([
      ['before', null],
      ['found', 'Find'],
      ['elsewhere', 'Other'],
      ['unknown', 'Find'],
      ['checked', 'Check'],
    ]);
  });

  it('tells calls in the order of the text', () => {
    expect(texts("parallel([() => agent('a'),\n () => agent('b')]);\nfunction f() { return agent('c'); }")).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it.each([
    ["workflow('a'); workflow(`b`, 1); workflow('a')", ['a', 'b']],
    ["agent('a')", []],
    ["const workflow = (x) => x; workflow('a')", []],
    ["workflow('a'); workflow(args.name)", null],
    ["workflow({ scriptPath: 'a.js' })", null],
    ["['a', 'b'].map(workflow)", null],
  ])('%j: saved workflows %j', (body, workflows) => {
    expect(outline(body).workflows).toEqual(workflows);
  });

  it('knows an agent and an exec of its own from those of the dialect', () => {
    expect(texts("const agent = (x) => x; agent('mine')")).toEqual([]);
    expect(outline("await exec('ls')").mentionsExec).toBe(true);
    expect(outline('const run = exec;').mentionsExec).toBe(true);
    expect(outline('/x/.exec(args)').mentionsExec).toBe(false);
    expect(outline('const exec = () => 1; exec()').mentionsExec).toBe(false);
    expect(outline("log('exec')").mentionsExec).toBe(false);
  });
});
