package manual

import (
	"slices"
	"sync"
)

// rules are what a JSON Schema can hold a schema.yaml to beyond the types of its keys, by path.
var rules = sync.OnceValue(func() map[string]fragment {
	return map[string]fragment{
		"": {
			"if":   fragment{"properties": fragment{extension: fragment{"properties": fragment{"schemaVersion": fragment{"const": "v2"}}, "required": []string{"schemaVersion"}}}, "required": []string{extension}},
			"else": fragment{"anyOf": []fragment{{"required": []string{"applicationApiVersion"}}, {"required": []string{"application_api_version"}}}},
		},
		"form": {"maxItems": 1},
		extension: {
			"if":                fragment{"properties": fragment{"schemaVersion": fragment{"const": "v2"}}, "required": []string{"schemaVersion"}},
			"then":              inV2(),
			"dependentRequired": fragment{"partnerId": []string{"solutionId"}, "solutionId": []string{"partnerId"}},
		},
		"properties": {"propertyNames": fragment{"pattern": "^[a-zA-Z0-9\\[\\\\\\]^_`.\\-]+$"}},
		property: {"allOf": append(defaultsOfType(),
			fragment{
				"if":   extendedTypeIn("ISTIO_ENABLED", "INGRESS_AVAILABLE"),
				"then": fragment{"properties": fragment{"type": fragment{"const": "boolean"}}},
			},
			fragment{
				"if":   extendedTypeIn(names(extendedTypes, "ISTIO_ENABLED", "INGRESS_AVAILABLE")...),
				"then": fragment{"properties": fragment{"type": fragment{"const": "string"}}},
			},
			fragment{"if": extendedTypeIn("IMAGE"), "then": fragment{"required": []string{"default"}}},
		)},
		propertyExtension: { // an empty one counts as absent
			"required": []string{},
			"anyOf":    []fragment{{"maxProperties": 0}, {"required": []string{"type"}}},
			"allOf":    []fragment{when("type", "STORAGE_CLASS", "storageClass")},
		},
		deployerAccount + ".roles[]":                   roleRules,
		propertyAccount + ".roles[]":                   roleRules,
		resource + ".requests":                         {"anyOf": []fragment{{"required": []string{"cpu"}}, {"required": []string{"memory"}}, {"required": []string{"gpu"}}}},
		resource + ".requests.gpu":                     {"minProperties": 1, "propertyNames": fragment{"const": "nvidia.com/gpu"}},
		affinity:                                       when("type", "REQUIRE_MINIMUM_NODE_COUNT", "minimumNodeCount"),
		assisted:                                       {"allOf": []fragment{when("type", "DISABLED", "creationGuidance"), when("type", "STRICT", "gke")}},
		assisted + ".gke.nodePool":                     {"minItems": 1, "maxItems": 1},
		extension + ".publishedVersion":                {"pattern": `^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`},
		constraints + ".gcp.nodes.requiredOauthScopes": {"items": fragment{"type": "string", "pattern": "^https://www\\.googleapis\\.com/auth/"}},
	}
})

var roleRules = fragment{"allOf": []fragment{when("rulesType", "PREDEFINED", "rulesFromRoleName"), when("rulesType", "CUSTOM", "rules")}}

// when needs a key where another has a value.
func when(key, value, needed string) fragment {
	return fragment{
		"if":   fragment{"properties": fragment{key: fragment{"const": value}}, "required": []string{key}},
		"then": fragment{"required": []string{needed}},
	}
}

// inV2 needs the keys that a schema v2 must have.
func inV2() fragment {
	f := filled(extension)
	f["properties"].(fragment)["publishedVersionMetadata"] = filled(extension + ".publishedVersionMetadata")
	return f
}

// filled needs the keys of a map that are required in schema v2, and that they are not null.
func filled(path string) fragment {
	required, properties := []string{}, fragment{}
	for _, k := range Children(path) {
		if k.Required == InV2 {
			required = append(required, k.Name())
			properties[k.Name()] = fragment{"not": fragment{"type": "null"}}
		}
	}
	return fragment{"type": "object", "required": required, "properties": properties}
}

// defaultsOfType hold a default to the property's type. What counts as false in Python is let pass, as the parser does.
func defaultsOfType() []fragment {
	var all []fragment
	for _, t := range []string{"string", "integer", "int", "number", "boolean"} {
		of := t
		if t == "int" {
			of = "integer"
		}
		types := []string{of}
		if of == "integer" { // for Python a boolean is an integer
			types = append(types, "boolean")
		}
		all = append(all, fragment{
			"if":   fragment{"properties": fragment{"type": fragment{"const": t}}, "required": []string{"type"}},
			"then": fragment{"properties": fragment{"default": fragment{"anyOf": []fragment{{"type": types}, {"enum": []any{nil, false, 0, ""}}}}}},
		})
	}
	return all
}

func extendedTypeIn(types ...string) fragment {
	x := fragment{"properties": fragment{"type": fragment{"enum": types}}, "required": []string{"type"}}
	return fragment{"properties": fragment{extension: x}, "required": []string{extension}}
}

func names(values []Value, but ...string) []string {
	var found []string
	for _, v := range values {
		if !slices.Contains(but, v.Name) {
			found = append(found, v.Name)
		}
	}
	return found
}
