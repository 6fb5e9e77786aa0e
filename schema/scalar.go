package schema

import (
	"encoding/base64"
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// date is a plain scalar that YAML 1.1 reads as a point in time. No property can hold one, so only its text is kept.
type date string

var errOutOfRange = errors.New("the number does not fit into 64 bits")

// Plain scalars are read by the rules of YAML 1.1 with the patterns of PyYAML, which the reference reads schemas with:
// yes, no, on and off are booleans; 1e3 is text; 0o14 is text; 014 is twelve; 1:30 is ninety.
var (
	booleans = map[string]bool{
		"yes": true, "Yes": true, "YES": true, "true": true, "True": true, "TRUE": true, "on": true, "On": true, "ON": true,
		"no": false, "No": false, "NO": false, "false": false, "False": false, "FALSE": false, "off": false, "Off": false, "OFF": false,
	}
	nulls = map[string]bool{"": true, "~": true, "null": true, "Null": true, "NULL": true}

	floats = regexp.MustCompile(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?` +
		`|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	integers = regexp.MustCompile(`^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+` +
		`|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$`)
	dates = regexp.MustCompile(`^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)` +
		`[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$`)
)

// resolvePlain gives the value of a scalar without quotes and without tag.
func resolvePlain(text string) (any, error) {
	if b, ok := booleans[text]; ok {
		return b, nil
	}
	switch {
	case nulls[text]:
		return nil, nil
	case integers.MatchString(text):
		return parseInteger(text)
	case floats.MatchString(text):
		return parseFloat(text)
	case dates.MatchString(text):
		return date(text), nil
	}
	return text, nil
}

// resolveTagged gives the value of a scalar with an explicit tag of YAML's own, such as !!str. known is false for other
// tags, and where the text does not suit the tag.
func resolveTagged(tag, text string) (v any, known bool) {
	switch tag {
	case "!!str":
		return text, true
	case "!!null":
		return nil, true
	case "!!binary":
		return resolveBinary(text)
	case "!!bool", "!!int", "!!float":
		v, err := resolvePlain(text)
		if n, isInt := v.(int64); isInt && tag == "!!float" {
			v = float64(n)
		}
		return v, err == nil && tag == tagOf(v)
	}
	return nil, false
}

// resolveBinary gives the text that the base64 of a !!binary stands for.
func resolveBinary(text string) (any, bool) {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	return string(b), err == nil
}

func tagOf(v any) string {
	switch v.(type) {
	case bool:
		return "!!bool"
	case int64:
		return "!!int"
	case float64:
		return "!!float"
	}
	return ""
}

func parseInteger(text string) (any, error) {
	digits, negative := sign(strings.ReplaceAll(text, "_", ""))
	var n uint64
	var err error
	switch {
	case digits == "0":
	case strings.HasPrefix(digits, "0b"):
		n, err = strconv.ParseUint(digits[2:], 2, 64)
	case strings.HasPrefix(digits, "0x"):
		n, err = strconv.ParseUint(digits[2:], 16, 64)
	case strings.HasPrefix(digits, "0"):
		n, err = strconv.ParseUint(digits, 8, 64)
	case strings.Contains(digits, ":"):
		n, err = sexagesimal(digits)
	default:
		n, err = strconv.ParseUint(digits, 10, 64)
	}
	if err != nil || n > math.MaxInt64 {
		return nil, errOutOfRange
	}
	if negative {
		return -int64(n), nil
	}
	return int64(n), nil
}

func sign(text string) (rest string, negative bool) {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return rest, true
	}
	return strings.TrimPrefix(text, "+"), false
}

// sexagesimal reads base 60, as in 1:30:00.
func sexagesimal(text string) (uint64, error) {
	var n uint64
	for _, part := range strings.Split(text, ":") {
		digit, err := strconv.ParseUint(part, 10, 64)
		if err != nil || n > math.MaxInt64/60 || digit > math.MaxInt64-n*60 {
			return 0, errOutOfRange
		}
		n = n*60 + digit
	}
	return n, nil
}

func parseFloat(text string) (any, error) {
	digits, negative := sign(strings.ToLower(strings.ReplaceAll(text, "_", "")))
	f := 0.0
	switch digits {
	case ".inf":
		f = math.Inf(1)
	case ".nan":
		return math.NaN(), nil
	default:
		for _, part := range strings.Split(digits, ":") {
			digit, err := strconv.ParseFloat(part, 64)
			if err != nil {
				return nil, errOutOfRange
			}
			f = f*60 + digit
		}
	}
	if negative {
		f = -f
	}
	return f, nil
}
