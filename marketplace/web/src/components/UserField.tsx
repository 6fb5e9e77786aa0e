import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMay } from '../api/hooks/session';
import { useUsers } from '../api/hooks/users';

interface Props {
  label: string;
  description?: string;
  value: string;
  onChange: (user: string) => void;
  error?: string;
  required?: boolean;
}

/** A field for a user's name. Those who may see the users of the platform get suggestions. */
export function UserField({ value, ...field }: Props) {
  const may = useMay();
  const [q] = useDebouncedValue(value, 200);
  const { data } = useUsers({ q, limit: 10 }, may('users.manage'));
  return <Autocomplete {...field} value={value} data={data?.items.map((user) => user.name) ?? []} filter={({ options }) => options} autoCapitalize="none" />;
}
