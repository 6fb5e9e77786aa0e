import { Validator, type Schema } from '@cfworker/json-schema';
import type { RJSFSchema, ValidatorType } from '@rjsf/utils';

/**
 * What rjsf asks of a validator. It compiles nothing, so that it works without eval. What is wrong with the values is
 * found by values/check instead, in the user's words, whether they come from the form or from the YAML.
 */
export const validator: ValidatorType<Record<string, unknown>> = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  isValid: (schema: RJSFSchema, formData) => valid(schema, formData),
  rawValidation: () => ({ errors: [] }),
};

function valid(schema: RJSFSchema, value: unknown): boolean {
  return new Validator(schema as Schema, '2020-12').validate(value).valid;
}
