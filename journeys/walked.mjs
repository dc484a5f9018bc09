// Every address that a room has was looked at by axe, at a desk and on a telephone, in one of the journeys.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { hub, root } from './hub.mjs'

// Addresses that no journey walks, each with its reason.
const NOT_WALKED = new Map(Object.entries({
  '/session': 'answers programs',
  '/first-run/{token}': 'only where there is no account yet',
  '/ledger/bundle': 'a file',
  '/imports/{import}/bad-rows': 'a file',
  '/referrals/{reference}/files/{file}': 'a file',
  '/people/{reference}/files/{file}': 'a file',
  '/people/{reference}/log': 'leads on to /looked/{reference}'
}))

// The routes that show a page, as the rooms register them.
function routes () {
  const rooms = join(root, 'rooms')
  const texts = readdirSync(rooms).map(it => readFileSync(join(rooms, it, 'src/lib.rs'), 'utf8'))
  const all = texts.flatMap(text => [...text.matchAll(/Route::(?:get|open)\(\s*"([^"]+)"/g)].map(it => it[1]))
  return [...new Set(all)].filter(it => !it.startsWith('/api/'))
}

// How well a route fits an address: the more of its own words the better; none where it does not.
function fits (route, address) {
  const [own, parts] = [route.split('/'), address.split('/')]
  if (own.length !== parts.length) return -1
  if (!own.every((it, nth) => it === parts[nth] || it.startsWith('{'))) return -1
  return own.filter(it => !it.startsWith('{')).length
}

test('every address of the hub was looked at', { skip: !process.env.HOLDFAST_JOURNEYS_ALL && 'only after all journeys' }, async () => {
  const all = routes()
  assert.ok(all.length > 60, `only ${all.length} routes were found in the sources`)
  const { folder } = await hub()
  const kept = join(folder, 'walked')
  const walked = new Set()
  for (const address of new Set(existsSync(kept) ? readFileSync(kept, 'utf8').trim().split('\n') : [])) {
    const best = all.map(it => [fits(it, address), it]).filter(it => it[0] >= 0).sort((a, b) => b[0] - a[0])[0]
    if (best) walked.add(best[1])
  }
  assert.deepEqual(all.filter(it => !walked.has(it) && !NOT_WALKED.has(it)), [], 'no journey looks at these')
  assert.deepEqual([...NOT_WALKED.keys()].filter(it => walked.has(it) || !all.includes(it)), [], 'these need no exception')
})
