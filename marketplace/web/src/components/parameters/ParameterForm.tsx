import { Stack } from '@mantine/core';
// The package's main file pulls in a validator that needs eval.
import Form from '@rjsf/core/lib/components/Form.js';
import type { FieldTemplateProps, ObjectFieldTemplateProps, RJSFSchema, UiSchema } from '@rjsf/utils';
import type { Values } from '../../values/draft';
import type { Parameters } from '../../values/parameters';
import { validator } from './validator';
import { CheckboxWidget, NumberWidget, PasswordWidget, SelectWidget, TextWidget } from './widgets';

/** Fields draw their label, description and error themselves: see widgets.tsx. */
function Field({ children, hidden }: FieldTemplateProps<Values>) {
  return hidden ? null : children;
}

function Fields({ properties }: ObjectFieldTemplateProps<Values>) {
  return <Stack>{properties.filter((p) => !p.hidden).map((p) => p.content)}</Stack>;
}

const templates = { FieldTemplate: Field, ObjectFieldTemplate: Fields, BaseInputTemplate: TextWidget };
const widgets = { TextWidget, PasswordWidget, SelectWidget, CheckboxWidget, TextareaWidget: TextWidget, UpDownWidget: NumberWidget };

export interface ParameterFormProps {
  parameters: Parameters;
  values: Values;
  /** What is wrong, by parameter. */
  faults: Record<string, string>;
  disabled?: boolean;
  onChange: (values: Values) => void;
}

/** The form of a version's parameters. It holds nothing itself: what is typed is told at once. */
export default function ParameterForm({ parameters, values, faults, disabled, onChange }: ParameterFormProps) {
  return (
    <Form<Values>
      tagName="div"
      idPrefix="parameter"
      schema={parameters.schema as RJSFSchema}
      uiSchema={looks(parameters) as UiSchema<Values>}
      validator={validator}
      templates={templates}
      widgets={widgets}
      formData={values}
      formContext={{ faults }}
      disabled={disabled}
      noValidate
      onChange={({ formData }) => onChange(formData ?? {})}
    >
      <></>
    </Form>
  );
}

/** Numbers get the field for numbers: rjsf has a plain input for them by default. */
function looks({ schema, looks: given }: Parameters): Record<string, unknown> {
  const numbers = Object.entries(schema.properties).filter(([, p]) => !p.enum && (p.type === 'integer' || p.type === 'number'));
  const added = numbers.map(([name]) => [name, { 'ui:widget': 'updown', ...(given[name] as object) }]);
  return { ...given, ...Object.fromEntries(added) };
}
