// The hub of the journeys: the small example district. `run.mjs` starts one for all files; a file that is run alone has its own.
import { spawn, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
export const binary = process.env.HOLDFAST_BINARY ?? join(root, 'target/debug/holdfast')
const seed = process.env.HOLDFAST_SEED ?? '1'

// Fills a new folder with the small district and gives its path.
export function fill () {
  if (!existsSync(binary)) throw new Error(`no ${binary}: run make test, or cargo build --workspace`)
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-journeys-'))
  const data = join(folder, 'data')
  execFileSync(binary, ['demo', '--size', 'small', '--seed', seed, '--data', data], { stdio: ['ignore', 'ignore', 'pipe'] })
  return folder
}

// The hub that `run.mjs` serves, as it was told; else one of one's own.
export async function hub () {
  const told = process.env.HOLDFAST_JOURNEYS_HUB
  if (!told) return serve()
  const { address, people, folder } = JSON.parse(told)
  return { address, people: new Map(people), folder, log: [], stop: async () => 0 }
}

// What another file is told of a hub.
export function tell ({ address, people, folder }) {
  return JSON.stringify({ address, people: [...people], folder })
}

// Serves a district on a free port: a new one, or the one of a folder. Gives the address, the people with their secrets,
// and `stop`, which throws the folder away unless it is to be kept.
export async function serve ({ folder = fill() } = {}) {
  mkdirSync(join(folder, 'mails'), { recursive: true })
  const address = `http://127.0.0.1:${await freePort()}`
  const listen = address.slice('http://'.length)
  const hub = spawn(binary, ['serve', '--data', join(folder, 'data'), '--listen', listen, '--metrics', 'none', '--show-demo-people', '--base-url', address,
    '--mail-folder', join(folder, 'mails')], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const people = new Map()
  const log = []
  createInterface({ input: hub.stdout }).on('line', line => {
    const persona = personaOf(line)
    if (persona) people.set(persona.user, persona)
  })
  createInterface({ input: hub.stderr }).on('line', line => log.push(line))
  const ended = new Promise(resolve => hub.once('exit', code => resolve(code)))

  await ready(address, hub, log)
  const stop = async ({ keep = false } = {}) => {
    if (hub.exitCode === null) hub.kill('SIGTERM')
    const code = await ended
    if (!keep) rmSync(folder, { recursive: true, force: true })
    return code
  }
  return { address, people, folder, log, stop }
}

// The link in a mail to somebody, once it was written.
export async function mailed (folder, to, link) {
  const mails = join(folder, 'mails')
  for (let nth = 0; nth < 100; nth++) {
    for (const name of existsSync(mails) ? readdirSync(mails) : []) {
      const text = readFileSync(join(mails, name), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=')
      const found = text.includes(to) && link.exec(text)
      if (found) return found[0]
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`no mail to ${to} with ${link}`)
}

// `persona <user> password <password> totp <base32>`, as `serve --show-demo-people` prints it.
export function personaOf (line) {
  const it = /^\s*persona (\S+) password (\S+) totp ([A-Z2-7]+=*)\s*$/.exec(line)
  return it && { user: it[1], password: it[2], secret: it[3] }
}

async function ready (address, hub, log) {
  const until = Date.now() + 30_000
  for (;;) {
    const answer = await fetch(`${address}/healthz`).catch(() => null)
    if (answer?.ok) return
    if (hub.exitCode !== null || Date.now() > until) {
      if (hub.exitCode === null) hub.kill('SIGKILL')
      throw new Error(`the hub did not become ready at ${address}\n${log.slice(-30).join('\n')}`)
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

function freePort () {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
