import { Checkbox, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import type { WidgetProps } from '@rjsf/utils';
import { useState } from 'react';
import { values } from '../../i18n/areas/values';
import { useTexts } from '../../i18n/language';
import { kept } from '../../values/draft';

type Props = WidgetProps<Record<string, unknown>>;

/** What the form hands to its fields: what is wrong, by parameter. */
export interface Context {
  faults: Record<string, string>;
}

/** What every field shows in the same way: its label, what it is for, and what is wrong with it. */
function shared({ id, name, label, schema, options, required, disabled, readonly, placeholder, registry }: Props) {
  const { faults = {} } = (registry.formContext ?? {}) as Partial<Context>;
  const about = [options.description ?? schema.description, options.help].filter(Boolean).join(' ');
  return {
    id,
    name: id,
    label,
    required,
    disabled: disabled || readonly,
    placeholder: placeholder || undefined,
    description: about || undefined,
    error: faults[name],
    autoComplete: 'off',
  };
}

export function TextWidget(props: Props) {
  const { value, onChange, options } = props;
  return (
    <TextInput
      {...shared(props)}
      value={value === undefined || value === null ? '' : String(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? options.emptyValue : currentTarget.value)}
    />
  );
}

export function NumberWidget(props: Props) {
  const { value, onChange, schema } = props;
  const whole = schema.type === 'integer';
  return (
    <NumberInput
      {...shared(props)}
      value={(value as number | string | undefined) ?? ''}
      onChange={(next) => onChange(next === '' ? undefined : next)}
      allowDecimal={!whole}
      min={schema.minimum}
      max={schema.maximum}
      clampBehavior="none"
    />
  );
}

/** A secret is never shown. One that is kept shows as an empty field that says so; emptied again, it is kept again. */
export function PasswordWidget(props: Props) {
  const t = useTexts(values);
  const { value, onChange } = props;
  const [was] = useState(value === kept);
  const shown = value === undefined || value === kept ? '' : String(value);
  const field = shared(props);
  return (
    <PasswordInput
      {...field}
      required={field.required && !was}
      placeholder={was ? t('unchanged') : field.placeholder}
      autoComplete="new-password"
      value={shown}
      visibilityToggleButtonProps={{ 'aria-label': t('show') }}
      onChange={({ currentTarget }) => onChange(currentTarget.value || (was ? kept : undefined))}
    />
  );
}

export function SelectWidget(props: Props) {
  const { value, onChange, options, required } = props;
  const choices = options.enumOptions ?? [];
  const at = choices.findIndex((choice) => choice.value === value);
  return (
    <Select
      {...shared(props)}
      data={choices.map((choice, n) => ({ value: String(n), label: choice.label }))}
      value={at < 0 ? null : String(at)}
      onChange={(n) => onChange(n === null ? undefined : choices[Number(n)]?.value)}
      allowDeselect={!required}
    />
  );
}

export function CheckboxWidget(props: Props) {
  const { required: _required, placeholder: _placeholder, autoComplete: _complete, ...field } = shared(props);
  return <Checkbox {...field} checked={props.value === true} onChange={({ currentTarget }) => props.onChange(currentTarget.checked)} />;
}
