package schema

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	defaultPasswordLength = 10
	minPasswordLength     = 8
	maxPasswordLength     = 1024
	passwordHint          = "a password has 8 to 1024 characters"

	// Letters and digits that are easily taken for another are left out: I, O, l and 0.
	upperLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	lowerLetters = "abcdefghijkmnopqrstuvwxyz"
	digits       = "123456789"
	symbols      = "*-+."
)

var errNoRandomness = errors.New("the source of randomness is not random")

// Generate makes the value of a GENERATED_PASSWORD, or of a TLS_CERTIFICATE: a JSON object with the PEM texts
// private_key and certificate. It fails for other properties, for passwords shorter than 8 characters, and if env lacks
// what it needs.
func Generate(p *Property, env Environment) (any, error) {
	switch {
	case p.X == GeneratedPassword && p.GeneratedPassword != nil:
		return generatePassword(*p.GeneratedPassword, env.Rand)
	case p.X == TLSCertificate && p.TLSCertificate != nil:
		return generateCertificate(p.TLSCertificate.KeyAlgorithm, env)
	}
	return nil, fmt.Errorf("a value for property %s cannot be generated", p.Name)
}

func (rules PasswordRules) possible() bool {
	return rules.Length >= minPasswordLength && rules.Length <= maxPasswordLength
}

// generatePassword follows the reference: the first character is a letter, and there is at least one of each class.
// Every password of that kind is equally likely.
func generatePassword(rules PasswordRules, random io.Reader) (string, error) {
	if !rules.possible() {
		return "", fmt.Errorf("it asks for a password of %d characters; %s", rules.Length, passwordHint)
	}
	if random == nil {
		return "", errNoRandomness
	}
	classes := []string{upperLetters, lowerLetters, digits}
	if rules.IncludeSymbols {
		classes = append(classes, symbols)
	}
	const attempts = 1000 // of which one in two or better succeeds
	for range attempts {
		password, err := drawPassword(int(rules.Length), strings.Join(classes, ""), random)
		if err != nil {
			return "", err
		}
		if hasEach(password, classes) {
			return encodePassword(password, rules.Base64), nil
		}
	}
	return "", errNoRandomness
}

func encodePassword(password string, encode bool) string {
	if encode {
		return base64.StdEncoding.EncodeToString([]byte(password))
	}
	return password
}

func drawPassword(length int, alphabet string, random io.Reader) (string, error) {
	password := make([]byte, length)
	for i := range password {
		from := alphabet
		if i == 0 {
			from = upperLetters + lowerLetters
		}
		c, err := draw(from, random)
		if err != nil {
			return "", fmt.Errorf("read randomness: %w", err)
		}
		password[i] = c
	}
	return string(password), nil
}

// draw picks a character, each with the same probability: bytes beyond a multiple of the alphabet's length are thrown away.
func draw(alphabet string, random io.Reader) (byte, error) {
	fair := 256 - 256%len(alphabet)
	const attempts = 1000
	var b [1]byte
	for range attempts {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, err
		}
		if int(b[0]) < fair {
			return alphabet[int(b[0])%len(alphabet)], nil
		}
	}
	return 0, errNoRandomness
}

func hasEach(password string, classes []string) bool {
	for _, class := range classes {
		if !strings.ContainsAny(password, class) {
			return false
		}
	}
	return true
}
