// Runs the journeys, one file after the other, with node's own test runner. `node run.mjs screener` runs one file.
import { createWriteStream, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from 'node:test'
import { spec, tap } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { root, serve, tell } from './hub.mjs'

const PARTS = ['run.mjs', 'kit.mjs', 'hub.mjs', 'totp.mjs', 'fill.mjs']
const here = dirname(fileURLToPath(import.meta.url))
const asked = process.argv.slice(2)

if (process.env.HOLDFAST_SKIP_JOURNEYS && !process.env.CI) {
  console.log('journeys: skipped because HOLDFAST_SKIP_JOURNEYS is set')
  process.exit(0)
}

// Last of all: which addresses none of them walked.
const last = it => it === 'walked.mjs'
const all = readdirSync(here).filter(it => it.endsWith('.mjs') && !it.startsWith('.') && !PARTS.includes(it)).sort((a, b) => last(a) - last(b) || (a < b ? -1 : 1))
const files = all.filter(it => asked.length === 0 || asked.some(name => it === name || it === `${name}.mjs`))
if (files.length === 0) {
  console.error(`no journey of that name; there are ${all.map(it => it.replace('.mjs', '')).join(', ')}`)
  process.exit(2)
}

const hub = await serve()
process.env.HOLDFAST_JOURNEYS_HUB = tell(hub)
if (asked.length === 0) process.env.HOLDFAST_JOURNEYS_ALL = 'yes'

const events = run({ files: files.map(it => join(here, it)), concurrency: false, timeout: 600_000 })
events.on('test:fail', () => { process.exitCode = 1 })

// For people to read, then the runner's own count (`# pass N`); all details are kept beside the pictures.
const counts = []
events.on('test:diagnostic', ({ nesting, message }) => { if (nesting === 0) counts.push(`# ${message}`) })
mkdirSync(join(root, 'journeys/shots'), { recursive: true })
events.compose(tap).pipe(createWriteStream(join(root, 'journeys/shots/journeys.tap')))
const readable = events.compose(spec)
readable.pipe(process.stdout, { end: false })
readable.on('end', async () => {
  console.log(counts.slice(-8).join('\n'))
  const code = await hub.stop()
  if (code === 0) return
  console.error(`the hub ended with ${code}\n${hub.log.slice(-30).join('\n')}`)
  process.exitCode = 1
})
