/** The text of a script with this body. */
export function scriptText(body: string, name = 'test-script'): string {
  return `export const meta = { name: '${name}', description: 'a test' };\n${body}`;
}
