// Rewrites a WebAssembly module so that what it computes can be counted and bounded.
//
// M1  Each loop header pays 1 unit of the exported mutable i64 global `gas`, and so does each entry of a function that
//     loops or calls. What any other function does is bounded by its size, and whoever calls it has paid.
// M2  memory.copy and memory.fill, unbounded work in one instruction, pay 1 + bytes/32 first.
// M3  A payment that leaves less than zero traps (`unreachable`).
// M4  The count is a property of the instruction stream: the same on every machine and in every replay.

import { sections, WasmReader } from './wasm-reader.mjs';

const SECTION = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 };
const OP = { loop: 0x03, call: 0x10, misc: 0xfc };
/** `loop`, and all that calls: call, call_indirect, return_call, return_call_indirect. */
const REPEATING = new Set([OP.loop, OP.call, 0x11, 0x12, 0x13]);
const MEMORY_COPY = 10;
const MEMORY_FILL = 11;
const I32 = 0x7f;
const I64 = 0x7e;
const FUNCTION_TYPE = 0x60;

/** Of what is on the stack (M3). */
const trapBelowZero = [0x42, 0, 0x53, 0x04, 0x40, 0x00, 0x0b];

/** Instantiating runs start-up code before the host can set the gauge: 2^40 units to begin with. */
const INITIAL_GAS = [0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20];

/** The metered module. Throws on an instruction it does not know: nothing may slip through unpaid. */
export function meter(bytes) {
  const all = sections(bytes);
  const body = (id) => all.find((section) => section.id === id);
  const imported = countImports(bytes, body(SECTION.import));
  const gas = leb(imported.globals + countOf(bytes, body(SECTION.global)));
  const functions = countOf(bytes, body(SECTION.function));
  const payType = countOf(bytes, body(SECTION.type));
  const helpers = {
    [MEMORY_COPY]: leb(imported.functions + functions),
    [MEMORY_FILL]: leb(imported.functions + functions + 1),
  };

  const rewritten = {
    [SECTION.type]: appended(bytes, body(SECTION.type), [[FUNCTION_TYPE, 3, I32, I32, I32, 0]]),
    [SECTION.function]: appended(bytes, body(SECTION.function), [leb(payType), leb(payType)]),
    [SECTION.global]: appended(bytes, body(SECTION.global), [[I64, 1, ...INITIAL_GAS, 0x0b]]),
    [SECTION.export]: appended(bytes, body(SECTION.export), [[3, ...Buffer.from('gas'), 3, ...gas]]),
    [SECTION.code]: meteredCode(bytes, body(SECTION.code), {
      gas,
      helpers,
      parameters: parametersOf(bytes, body(SECTION.type), body(SECTION.function)),
    }),
  };
  const out = [bytes.subarray(0, 8)];
  for (const section of all) {
    const content = rewritten[section.id] ?? bytes.subarray(section.start, section.end);
    out.push(Buffer.from([section.id, ...leb(content.length)]), content);
  }
  return Buffer.concat(out);
}

function meteredCode(bytes, section, { gas, helpers, parameters }) {
  const reader = new WasmReader(bytes);
  reader.at = section.start;
  const count = reader.unsigned();
  const out = [Buffer.from(leb(count + 2))];
  for (let i = 0; i < count; i++) {
    const body = meteredFunction(bytes, reader, { gas, helpers, parameters: parameters[i] });
    out.push(Buffer.from(leb(body.length)), body);
  }
  out.push(payingHelper(gas, [OP.misc, MEMORY_COPY, 0, 0]), payingHelper(gas, [OP.misc, MEMORY_FILL, 0]));
  return Buffer.concat(out);
}

/** Gets one local more: what is left, so that it need not be read twice. */
function meteredFunction(bytes, reader, { gas, helpers, parameters }) {
  const length = reader.unsigned();
  const end = reader.at + length;
  const groups = reader.unsigned();
  const declarations = reader.at;
  let left = parameters;
  for (let n = groups; n > 0; n--) {
    left += reader.unsigned();
    reader.byte();
  }
  const pay = Buffer.from(payOne(gas, leb(left)));
  const parts = [Buffer.from(leb(groups + 1)), bytes.subarray(declarations, reader.at), Buffer.from([1, I64])];
  if (repeats(reader, end)) parts.push(pay); // M1
  let from = reader.at;
  while (reader.at < end) {
    const start = reader.at;
    const { opcode, sub } = reader.instruction();
    const helper = opcode === OP.misc ? helpers[sub] : undefined;
    if (helper)
      parts.push(bytes.subarray(from, start), Buffer.from([OP.call, ...helper])); // M2
    else if (opcode === OP.loop)
      parts.push(bytes.subarray(from, reader.at), pay); // M1
    else continue;
    from = reader.at;
  }
  if (reader.at !== end) throw new Error(`function body at byte ${end} does not end where it says`);
  parts.push(bytes.subarray(from, end));
  return Buffer.concat(parts);
}

/** Whether what is computed up to `end` may be more than its instructions once. The reader stays where it is. */
function repeats(reader, end) {
  const { at } = reader;
  let found = false;
  while (!found && reader.at < end) found = REPEATING.has(reader.instruction().opcode);
  reader.at = at;
  return found;
}

/** left = gas - 1; gas = left; if (left < 0) trap */
function payOne(gas, left) {
  return [0x23, ...gas, 0x42, 1, 0x7d, 0x22, ...left, 0x24, ...gas, 0x20, ...left, ...trapBelowZero];
}

/** A function (a, b, bytes) that pays gas -= 1 + (bytes >>> 5), traps below zero, then runs `tail` on its arguments. */
function payingHelper(gas, tail) {
  const cost = [0x42, 1, 0x20, 2, 0x41, 5, 0x76, 0xad, 0x7c]; // 1 + i64(bytes >>> 5)
  const code = [
    0,
    0x23,
    ...gas,
    ...cost,
    0x7d,
    0x24,
    ...gas,
    0x23,
    ...gas,
    ...trapBelowZero,
    0x20,
    0,
    0x20,
    1,
    0x20,
    2,
    ...tail,
    0x0b,
  ];
  return Buffer.from([...leb(code.length), ...code]);
}

/** Numbers of parameters, by function. */
function parametersOf(bytes, types, functions) {
  const reader = new WasmReader(bytes);
  reader.at = types.start;
  const ofType = Array.from({ length: reader.unsigned() }, () => {
    reader.byte();
    const parameters = reader.unsigned();
    reader.skip(parameters);
    reader.skip(reader.unsigned());
    return parameters;
  });
  reader.at = functions.start;
  return Array.from({ length: reader.unsigned() }, () => ofType[reader.unsigned()]);
}

/** A section's body with entries added at its end. */
function appended(bytes, section, entries) {
  const reader = new WasmReader(bytes);
  reader.at = section.start;
  const count = reader.unsigned();
  return Buffer.concat([
    Buffer.from(leb(count + entries.length)),
    bytes.subarray(reader.at, section.end),
    ...entries.map((entry) => Buffer.from(entry)),
  ]);
}

function countOf(bytes, section) {
  const reader = new WasmReader(bytes);
  reader.at = section.start;
  return reader.unsigned();
}

function countImports(bytes, section) {
  const reader = new WasmReader(bytes);
  reader.at = section.start;
  const found = { functions: 0, globals: 0 };
  for (let n = reader.unsigned(); n > 0; n--) {
    reader.skipName();
    reader.skipName();
    const kind = reader.byte();
    if (kind === 0) {
      reader.unsigned();
      found.functions++;
    } else if (kind === 1) {
      reader.byte();
      reader.skipLimits();
    } else if (kind === 2) {
      reader.skipLimits();
    } else if (kind === 3) {
      reader.at += 2;
      found.globals++;
    } else {
      throw new Error(`unknown import kind ${kind}`);
    }
  }
  return found;
}

function leb(value) {
  const bytes = [];
  do {
    const low = value % 128;
    value = Math.floor(value / 128);
    bytes.push(value > 0 ? low | 0x80 : low);
  } while (value > 0);
  return bytes;
}
