import { expect, it } from 'vitest'
import { writeCsv } from '@/lib/http/write-csv'
import { deliveryColumns } from './delivery-columns'

it('quotes what needs it and neutralises formulas', () => {
  const csv = writeCsv(deliveryColumns, [{
    id: 'dlv_1', status: 'failed', waitingFor: null, test: false, eventType: 'DataLeakPublished', eventId: null,
    integration: { id: 'int_1', name: '=HYPERLINK("x"),\n' }, ruleId: null, rule: null, url: '-1', attemptCount: 2, maxAttempts: 8,
    statusCode: 500, errorCode: 'http_status', nextAttemptAt: null, createdAt: '2026-01-01T00:00:00.000Z', finishedAt: null,
  }])
  const [head, row] = [csv.slice(0, csv.indexOf('\r\n')), csv.slice(csv.indexOf('\r\n') + 2)]
  expect(head).toMatch(/^id,createdAt,finishedAt,status,/)
  expect(row).toBe(`dlv_1,2026-01-01T00:00:00.000Z,,failed,DataLeakPublished,,int_1,"'=HYPERLINK(""x""),\n",,,'-1,2,500,http_status,,false\r\n`)
})
