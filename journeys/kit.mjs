// What journeys are written with: a browser, signing in as a persona, accessibility, screenshots.
//
//   const kit = await open(); after(kit.close)
//   const page = await kit.signIn('screener')
//   await page.goto('/referrals'); await kit.axe(page, 'referrals')
import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { chromium } from 'playwright-core'
import { hub as theHub, root } from './hub.mjs'
import { freshCode } from './totp.mjs'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']
const shots = join(root, 'journeys/shots')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const LAUNCH = {
  executablePath: process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'
  ]
}

// A hub and a browser for one file of journeys.
export async function open () {
  return kitOf(await theHub())
}

// The same on a hub of one's own.
export async function kitOf (hub) {
  const browser = await chromium.launch(LAUNCH)
  const kit = new Kit(hub, browser)
  kit.close = async () => {
    await browser.close()
    const { stop, log } = kit.hub
    const code = await stop()
    assert.equal(code, 0, `the hub ended with ${code}\n${log.slice(-30).join('\n')}`)
  }
  return kit
}

// One journey, run with and without JavaScript: `run(script)`.
export function both (title, run) {
  for (const script of [true, false]) test(`${title}, ${script ? 'with' : 'without'} JavaScript`, () => run(script))
}

class Kit {
  constructor (hub, browser) {
    this.hub = hub
    this.browser = browser
  }

  // A page of somebody without an account. `script: false` is a browser without JavaScript.
  async visitor ({ script = true, state } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.hub.address, javaScriptEnabled: script, storageState: state, viewport: DESKTOP, locale: 'en-GB', timezoneId: 'Europe/London'
    })
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    page.complaints = []
    page.on('pageerror', wrong => page.complaints.push(`script error: ${wrong.message}`))
    // A browser also tells of every answer that is no 200; 422 is how a form says that something typed is wrong.
    page.on('console', told => { if (told.type() === 'error' && !/status of 4(22|04)/.test(told.text())) page.complaints.push(`console: ${told.text()}`) })
    return page
  }

  // A page of a persona who is signed in. One sign-in serves every file of a run; `again: true` signs in anew.
  async signIn (user, { script = true, again = false } = {}) {
    const state = join(this.hub.folder, `session-${user}.json`)
    if (!again && existsSync(state)) return this.visitor({ script, state })
    const page = await this.visitor({ script })
    await this.signInOn(page, user)
    if (!again) await page.context().storageState({ path: state })
    return page
  }

  // The two pages of signing in, as the persona would go through them.
  async signInOn (page, user) {
    const persona = this.hub.people.get(user)
    assert.ok(persona, `no persona ${user}; the hub told of ${[...this.hub.people.keys()].join(', ') || 'none'}`)
    await page.goto('/sign-in')
    await page.fill('[name=user]', persona.user)
    await page.fill('[name=password]', persona.password)
    await submit(page)
    assert.equal(new URL(page.url()).pathname, '/sign-in/code', `${user} was not asked for a code: ${await heading(page)}`)
    await page.fill('[name=code]', await freshCode(this.hub.folder, user, persona.secret))
    await submit(page)
    assert.ok(!new URL(page.url()).pathname.startsWith('/sign-in'), `${user} could not sign in: ${await errors(page)}`)
  }

  // Fails on any violation of WCAG 2.2 AA or best practice, and on anything wider than a phone.
  async axe (page, name) {
    appendFileSync(join(this.hub.folder, 'walked'), `${new URL(page.url()).pathname}\n`)
    const found = []
    for (const [width, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
      await page.setViewportSize(viewport)
      if (name) await shot(page, `${name}-${width}`)
      const { violations } = await page.evaluate(`${axeSource}; axe.run(document, ${JSON.stringify({ runOnly: RULES, resultTypes: ['violations'] })})`)
      for (const it of violations) {
        // govuk-frontend's own script says on a radio whether what it reveals is open; the design system keeps it so.
        const known = node => it.id === 'aria-allowed-attr' && node.html.includes('govuk-radios__input') && node.html.includes('aria-expanded')
        if (it.nodes.every(known)) continue
        const where = it.nodes.slice(0, 3).map(node => `\n      ${node.target.join(' ')}: ${node.html.slice(0, 160)}`)
        found.push(`${width}: ${it.id} (${it.impact}): ${it.help}${where.join('')}`)
      }
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      if (wide > 0) found.push(`${width}: the page is ${wide} px wider than the window`)
    }
    await page.setViewportSize(DESKTOP)
    assert.equal(found.length, 0, `${new URL(page.url()).pathname}\n    ${found.join('\n    ')}`)
  }

  // The console stays clean: no script error, nothing that the content security policy stopped.
  clean (page) {
    assert.deepEqual(page.complaints, [], new URL(page.url()).pathname)
  }
}

// A picture of the whole page in journeys/shots/, where HOLDFAST_SHOTS asks for them.
export async function shot (page, name) {
  if (!process.env.HOLDFAST_SHOTS) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

// Presses the main button of the page's own form (never the one of the navigation) and waits for the next page.
export async function submit (page, name) {
  const form = page.locator('main form').last()
  const button = name ? page.getByRole('button', { name }) : form.locator('button.govuk-button:not(.govuk-button--secondary)').first()
  await Promise.all([page.waitForEvent('load'), button.click()])
}

// The page's first heading.
export async function heading (page) {
  return (await page.locator('h1').first().textContent())?.trim()
}

// What the error summary tells, as one text; empty without one.
export async function errors (page) {
  const summary = page.locator('.govuk-error-summary')
  return await summary.count() === 0 ? '' : (await summary.first().innerText()).trim()
}

// Every link of the error summary leads to a field that is there and says its own error.
export async function errorsLeadToFields (page) {
  assert.match(await page.title(), /^Error: /)
  const links = page.locator('.govuk-error-summary a')
  assert.ok(await links.count() > 0, 'the error summary has no links')
  for (const link of await links.all()) {
    const target = await link.getAttribute('href')
    assert.match(target ?? '', /^#./, `an error that leads nowhere: ${await link.innerText()}`)
    assert.equal(await page.locator(`[id="${target.slice(1)}"]`).count(), 1, `no field ${target}`)
  }
  assert.ok(await page.locator('.govuk-error-message').count() > 0, 'no field says its own error')
}

// Follows the first link that a selector or words find, and waits for the page.
export async function follow (page, to) {
  const link = typeof to === 'string' ? page.locator(to).first() : page.getByRole('link', { name: to }).first()
  assert.ok(await link.count() > 0, `${new URL(page.url()).pathname} has no link ${to}`)
  const href = await link.getAttribute('href')
  const answer = await page.goto(href)
  assert.equal(answer.status(), 200, href)
  return page
}

// Opens the folded part of a page that has these words, as somebody does who presses its line.
export async function unfold (page, words) {
  const fold = page.locator('main details', { has: page.locator('summary', { hasText: words }) }).first()
  assert.ok(await fold.count() > 0, `nothing is folded under “${words}”`)
  if (await fold.getAttribute('open') === null) await fold.locator('summary').first().click()
  return fold
}

// Presses a button and waits for what comes; the words of the page's main part.
export async function press (page, name, within = page.locator('main')) {
  const button = within.getByRole('button', { name, exact: typeof name === 'string' }).first()
  await Promise.all([page.waitForEvent('load'), button.click()])
  return words(page)
}

// What is read in the main part of a page.
export async function words (page) {
  return (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
}
