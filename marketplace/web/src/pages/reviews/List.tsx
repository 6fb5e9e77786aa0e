import { Group, Stack, Tabs, Text } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { reviewTabs, useReviews, type ReviewRow, type ReviewTab } from '../../api/hooks/reviews';
import { iconAddress } from '../../api/hooks/store';
import { AppIcon } from '../../components/AppIcon';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { PageHeader } from '../../components/PageHeader';
import { PageTable } from '../../components/PageTable';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { TextLink } from '../../components/TextLink';
import { useFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { reviews } from '../../i18n/areas/reviews';
import { useTexts } from '../../i18n/language';
import { Verified } from '../templates/Verified';

const pageSize = 20;

/** The reviews of versions that were submitted for release. */
export function Page() {
  const t = useTexts(reviews);
  const [{ tab: wanted, ...filters }, setFilters] = useFilters();
  const tab = reviewTabs.find((name) => name === wanted) ?? 'unreleased';
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')} />
      <Tabs value={tab} onChange={(next) => setFilters({ tab: next === 'unreleased' ? undefined : (next ?? undefined), q: undefined })} keepMounted={false}>
        <Tabs.List mb="lg">
          {reviewTabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(name)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {reviewTabs.map((name) => (
          <Tabs.Panel key={name} value={name}>
            {name === tab && <Rows tab={tab} filters={filters} setFilters={setFilters} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

function Rows({ tab, filters, setFilters }: { tab: ReviewTab; filters: ReturnType<typeof useFilters>[0]; setFilters: ReturnType<typeof useFilters>[1] }) {
  const t = useTexts(reviews);
  const c = useTexts(common);
  const list = useReviews({ tab, q: filters.q, page: filters.page, limit: pageSize });
  const columns: Column<ReviewRow>[] = [
    { key: 'app', title: t('app'), render: (review) => <AppCell review={review} /> },
    { key: 'status', title: c('status'), width: 130, render: ({ state, message }) => <Status state={state} reason={state === 'rejected' ? message : undefined} /> },
    { key: 'verification', title: t('verification'), wide: true, render: ({ verification }) => <Verified state={verification} /> },
    { key: 'operator', title: t('operator'), wide: true, render: ({ submittedBy }) => submittedBy },
    { key: 'reviewer', title: t('reviewer'), wide: true, render: ({ reviewer }) => reviewer },
    { key: 'opened', title: t('submitted'), wide: true, width: 150, render: ({ opened }) => <RelativeTime time={opened} /> },
  ];
  const empty =
    tab === 'unreleased' ? (
      <EmptyState title={t('emptyUnreleased')} hint={t('emptyUnreleasedHint')} icon={<IconChecklist size={40} stroke={1.3} aria-hidden />} />
    ) : (
      <EmptyState title={t('emptyCompleted')} />
    );
  return (
    <PageTable
      label={t('title')}
      columns={columns}
      query={list}
      rowKey={({ id }) => id}
      filters={filters}
      setFilters={setFilters}
      pageSize={pageSize}
      search={t('search')}
      empty={empty}
    />
  );
}

function AppCell({ review: { id, appName, icon, number, workspace } }: { review: ReviewRow }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <AppIcon name={appName} src={iconAddress(icon)} size={36} />
      <Stack gap={0}>
        <TextLink to="/manage/reviews/$review" params={{ review: id }} search={{}}>
          {appName} {number}
        </TextLink>
        <Text size="sm" c="dimmed">
          {workspace}
        </Text>
      </Stack>
    </Group>
  );
}
