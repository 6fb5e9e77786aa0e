/**
 * Stands in for @rjsf/validator-ajv8, which @rjsf/core names for its own tests only: ajv makes code out of schemas, which
 * the policy of the page forbids. The form has a validator of ours (components/parameters).
 */
export default undefined;
