import { Badge, Code, Group, Skeleton, Stack, Text } from '@mantine/core';
import { usePackageForm } from '../api/hooks/package';
import { packageTexts } from '../i18n/areas/package';
import { useTexts } from '../i18n/language';
import { DataTable, type Column } from './DataTable';
import { ErrorNotice } from './ErrorNotice';
import { parameters, type Parameter } from './parameters';

/** The parameters of a version: what they are called, what they are and what they are if nothing is set. */
export function ParameterTable({ version }: { version: string }) {
  const t = useTexts(packageTexts);
  const form = usePackageForm(version);
  if (form.error) return <ErrorNotice error={form.error} />;
  if (!form.data) return <Skeleton height={160} />;
  const columns: Column<Parameter>[] = [
    {
      key: 'name',
      title: t('parameter'),
      render: (p) => (
        <Stack gap={2} align="flex-start">
          <Group gap={6}>
            <Code>{p.name}</Code>
            {p.required && (
              <Badge size="sm" variant="default" tt="none">
                {t('required')}
              </Badge>
            )}
          </Group>
          <Text size="sm">{p.about}</Text>
        </Stack>
      ),
    },
    { key: 'type', title: t('type'), wide: true, render: (p) => p.type },
    { key: 'default', title: t('default'), render: (p) => p.default && <Code>{p.default}</Code> },
  ];
  const rows = { data: parameters(form.data.schema, form.data.defaults), error: null, refetch: () => undefined };
  return <DataTable label={t('parameters')} columns={columns} rows={rows} rowKey={(p) => p.name} empty={<Text c="dimmed">{t('noParameters')}</Text>} />;
}
