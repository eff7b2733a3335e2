'use client'

import type { RefObject } from 'react'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypes } from '@/components/event-types/use-event-types'
import { useIntegrations } from '@/components/integrations/use-integrations'
import { FilterBar } from '@/components/lists/filter-bar'
import { FilterSelect } from '@/components/lists/filter-select'
import { SearchInput } from '@/components/lists/search-input'
import { timeRanges, timeRangeWords } from '@/components/lists/time-ranges'
import { ruleEventOptions } from '@/components/rules/rule-kinds'
import { emptyFilter, isFiltered, statusClasses, type DeliveryFilter, type useDeliveryFilter } from './delivery-filter'
import { StatusFilter } from './status-filter'

interface DeliveryFiltersProps {
  filter: DeliveryFilter
  setFilter: ReturnType<typeof useDeliveryFilter>[1]
  searchRef: RefObject<HTMLInputElement | null>
}

const classOptions = statusClasses.map((value) => ({ value, label: value === 'none' ? 'No answer' : `HTTP ${value}` }))
const testOptions = [{ value: 'false', label: 'Without tests' }, { value: 'true', label: 'Only tests' }]
const rangeOptions = timeRanges.map((value) => ({ value, label: timeRangeWords[value] }))
const pick = <T extends string>(options: readonly T[], value: string | null) => options.find((option) => option === value) ?? null

export function DeliveryFilters({ filter, setFilter, searchRef }: DeliveryFiltersProps) {
  const { data: integrations = [] } = useIntegrations()
  const { data: types = [] } = useEventTypes()
  const search = (
    <SearchInput
      label="Search by id or URL"
      value={filter.q}
      onChange={(q) => void setFilter({ q: q || null })}
      inputRef={searchRef}
    />
  )
  return (
    <FilterBar search={search} filtered={isFiltered(filter)} onClear={() => void setFilter(emptyFilter)}>
      <StatusFilter value={filter.status} onChange={(status) => void setFilter({ status: status.length ? status : null })} />
      <FilterSelect
        label="Integration" any="Any integration" value={filter.integrationId}
        options={integrations.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(integrationId) => void setFilter({ integrationId })}
      />
      <FilterSelect
        label="Trigger" any="Any trigger" value={filter.eventType} className="sm:max-w-44" // so that "Clear filters" still fits beside it
        options={[...types.map((type) => ({ value: type.key, label: eventLabel(type, type.key) })), ...ruleEventOptions]}
        onChange={(eventType) => void setFilter({ eventType })}
      />
      <FilterSelect
        label="Answer" any="Any answer" value={filter.statusClass ?? ''} options={classOptions}
        onChange={(value) => void setFilter({ statusClass: pick(statusClasses, value) })}
      />
      <FilterSelect
        label="Tests" any="With tests" value={filter.test ?? ''} options={testOptions}
        onChange={(value) => void setFilter({ test: pick(['true', 'false'] as const, value) })}
      />
      <FilterSelect
        label="Time" any="Any time" value={filter.range ?? ''} options={rangeOptions}
        onChange={(value) => void setFilter({ range: pick(timeRanges, value) })}
      />
    </FilterBar>
  )
}
