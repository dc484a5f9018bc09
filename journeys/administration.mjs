// Those who run the hub: the chair's day, governance and the ledger, the administrator's users, configuration and imports.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { fillIn } from './fill.mjs'
import { both, errorsLeadToFields, follow, heading, open, press, shot, submit, words } from './kit.mjs'
import { mailed } from './hub.mjs'

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

const look = (page, script, name) => script ? kit.axe(page, name) : shot(page, `${name}-plain`)
const done = async pages => {
  for (const page of pages) {
    kit.clean(page)
    await page.context().close()
  }
}

describe('chair', () => {
  both('reads the day, gives a reason for a late duty, and sees of a person what a manager may', async script => {
    const page = await kit.signIn('chair', { script })
    await page.goto('/')
    await look(page, script, 'day-chair')
    const owed = page.locator('main h2', { hasText: 'Reasons owed' }).locator('xpath=following::table[1]').locator('a[href^="/clocks/"]').first()
    await page.goto(await owed.getAttribute('href'))
    await press(page, 'Save the reason')
    await errorsLeadToFields(page)
    await look(page, script, 'clock-errors')
    assert.match(await words(page), /Bank holidays known to \d+ \w+ \d{4}/)
    await page.locator('main select[name=reason]').selectOption({ index: 1 })
    await page.fill('main [name=words]', 'The family asked for a later visit.')
    await press(page, 'Save the reason')
    assert.match(await words(page), /Why it was late/)
    await look(page, script, 'clock-reason')
    await page.goto('/referrals?state=decided')
    await look(page, script, 'referrals-decided')
    await follow(page, 'main a[href^="/referrals/HF-"]')
    await look(page, script, 'referral-chair')
    const person = page.locator('main a[href^="/people/HF-"]').first()
    if (await person.count() > 0) {
      await follow(page, 'main a[href^="/people/HF-"]')
      await look(page, script, 'person-chair')
    }
    await done([page])
  })
})

describe('governance', () => {
  both('reads the ledger, verifies it, takes the bundle, and asks who looked', async script => {
    const worker = await kit.signIn('socialworker', { script })
    await worker.goto('/actions')
    await follow(worker, 'main a[href^="/actions/HF-"]')
    await follow(worker, 'main a[href^="/people/HF-"]')
    const reference = new URL(worker.url()).pathname.split('/').at(-1)

    const page = await kit.signIn('governance', { script })
    await page.goto('/ledger')
    assert.match(await words(page), /\d+ entries, 1 to 50 shown/)
    await follow(page, '.govuk-pagination__next a')
    assert.match(await words(page), /51 to 100 shown/)
    await look(page, script, 'ledger-2')
    await page.fill('main [name=user]', 'socialworker')
    await press(page, 'Apply filters')
    assert.match(await words(page), /Wren Wickersley/)
    await look(page, script, 'ledger-filtered')
    await follow(page, 'main table a[href^="/ledger/entries/"]')
    await look(page, script, 'ledger-entry')
    await page.goto('/ledger/verify')
    assert.match(await words(page), /The ledger is whole/)
    const bundle = page.locator('main a[href="/ledger/bundle"]')
    if (await bundle.count() > 0) {
      const [file] = await Promise.all([page.waitForEvent('download'), bundle.click()])
      assert.ok((await file.suggestedFilename()).length > 0)
    }
    await page.goto('/looked')
    await page.fill('main [name=reference]', 'nobody')
    await press(page, 'Show')
    await errorsLeadToFields(page)
    await look(page, script, 'looked-errors')
    await page.fill('main [name=reference]', reference)
    await press(page, 'Show')
    assert.match(await words(page), /Wren Wickersley/)
    await look(page, script, 'looked')
    await done([page, worker])
  })
})

describe('administrator', () => {
  both('invites somebody, whose seat another confirms; says who covers; they leave', async script => {
    const page = await kit.signIn('admin', { script })
    await page.goto('/users/new')
    await press(page, 'Invite')
    await errorsLeadToFields(page)
    await look(page, script, 'users-new-errors')
    const user = script ? 'heron' : 'plover'
    await fillIn(page, {
      user, 'shown-as': `${user} Hazelmere`, mail: `${user}@wrenmoor.example`, role: 'social-worker', agency: 'wrenmoor-children', '*': null
    })
    await press(page, 'Invite')
    if (await page.locator('.govuk-error-summary').count() > 0) assert.fail(await page.locator('.govuk-error-summary').innerText())
    await page.goto('/users')
    await page.fill('main [name=name]', user)
    await press(page, 'Find')
    await look(page, script, 'users-found')
    await follow(page, 'main table a[href^="/users/"]')
    const address = new URL(page.url()).pathname
    assert.match(await words(page), /Waits to be confirmed/)
    await look(page, script, 'user-invited')

    const manager = await kit.signIn('teammanager', { script })
    await manager.goto(address)
    await look(manager, script, 'user-to-confirm')
    await press(manager, /^Confirm/)
    await page.goto(address)
    assert.match(await words(page), /In force/)
    for (const [end, name] of [['change', 'user-change'], ['seat', 'user-seat'], ['cover', 'user-cover']]) {
      await page.goto(`${address}/${end}`)
      await look(page, script, name)
    }
    await press(page, 'Save')
    await errorsLeadToFields(page)
    await look(page, script, 'user-cover-errors')
    await fillIn(page, {
      cover: 'socialworker', 'from-day': '1', 'from-month': '3', 'from-year': '2027', 'to-day': '9', 'to-month': '3', 'to-year': '2027'
    })
    await press(page, 'Save')
    await page.goto(address)
    await look(page, script, 'user-covered')
    const link = await mailed(kit.hub.folder, `${user}@wrenmoor.example`, /\/invitation\/[\w-]+/)
    const invited = await kit.visitor({ script })
    await invited.goto(link)
    await look(invited, script, 'invitation')

    await page.goto(address)
    await follow(page, 'main a[href$="/leave"]')
    await look(page, script, 'user-leave')
    await press(page, /They have left/)
    await page.goto(address)
    assert.match(await words(page), /Left/)
    await look(page, script, 'user-left')
    await done([page, manager, invited])
  })

  both('reads what configuration is in force and what a version changed', async script => {
    const page = await kit.signIn('admin', { script })
    await page.goto('/configuration')
    await follow(page, 'main a[href^="/configuration/"]')
    await look(page, script, 'configuration-version')
    assert.ok(await heading(page))
    await done([page])
  })

  both('applies a file of persons that the hub manager sent; bad rows keep it back', async script => {
    const manager = await kit.signIn('hubmanager', { script })
    const own = script ? 'A' : 'B'
    const csv = rows => ({ name: `persons-${own}.csv`, mimeType: 'text/csv', buffer: Buffer.from(['person_ref,forename,surname,dob,sex', ...rows, ''].join('\n')) })
    await manager.goto('/imports')
    await press(manager, 'Send and check')
    await errorsLeadToFields(manager)
    await look(manager, script, 'imports-errors')
    await sent(manager, csv([`${own}1,Linnet,Ashgill,2011-03-27,F`, `${own}2,Robin,Ashgill,2011-13-27,X`]))
    assert.match(await words(manager), /Bad rows/)
    await look(manager, script, 'import-bad')
    const [file] = await Promise.all([manager.waitForEvent('download'), manager.locator('main a[href$="/bad-rows"]').click()])
    assert.match(file.suggestedFilename(), /^bad-rows-persons/)
    await press(manager, 'Withdraw it')

    await sent(manager, csv([`${own}1,Linnet,Ashgill${own},2011-03-27,F`, `${own}2,Robin,Ashgill${own},2012-01-27,M`]))
    assert.match(await words(manager), /New 2/)
    await look(manager, script, 'import-proposed')
    const admin = await kit.signIn('admin', { script })
    await admin.goto('/imports')
    await look(admin, script, 'imports-one')
    await follow(admin, 'main table a[href^="/imports/"]')
    await look(admin, script, 'import-admin')
    await press(admin, 'Apply this import')
    await settled(admin)
    assert.match(await words(admin), /Applied .* by Aubrey Amberley/)
    await look(admin, script, 'import-applied')
    await done([manager, admin])
  })
})

// Sends a file of persons and waits until it was looked at.
async function sent (page, file) {
  await page.goto('/imports')
  await page.locator('main [name=kind][value=persons]').check({ force: true })
  await page.locator('main input[type=file]').setInputFiles(file)
  await submit(page)
  await settled(page)
}

// Looks again until the hub is done with a file.
async function settled (page) {
  for (let nth = 0; nth < 40; nth++) {
    if (await page.getByRole('link', { name: 'Look again' }).count() === 0) return
    await new Promise(resolve => setTimeout(resolve, 150))
    await page.goto(new URL(page.url()).pathname)
  }
  assert.fail(`still under way: ${await words(page)}`)
}
