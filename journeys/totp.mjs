// One-time codes (RFC 6238: SHA-1, six digits, thirty seconds), as somebody's telephone makes them.
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const STEP = 30_000

export function base32 (text) {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let bits = ''
  for (const symbol of text.replace(/=+$/, '')) bits += symbols.indexOf(symbol).toString(2).padStart(5, '0')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(it => parseInt(it, 2)))
}

export function stepAt (ms) {
  return Math.floor(ms / STEP)
}

export function code (secret, step) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', base32(secret)).update(counter).digest()
  const at = digest[19] & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

// A code works once: whoever signs in again within the same half minute waits for the next. The folder is the hub's, so
// that files which share it know of each other's codes.
export async function freshCode (folder, user, secret) {
  const kept = join(folder, `step-${user}`)
  let step = stepAt(Date.now())
  const last = existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : -1
  if (step <= last) {
    await new Promise(resolve => setTimeout(resolve, (last + 1) * STEP - Date.now() + 200))
    step = stepAt(Date.now())
  }
  writeFileSync(kept, String(step))
  return code(secret, step)
}
