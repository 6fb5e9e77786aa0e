package auth

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

const good = "seven grey ships at noon"

func TestAPasswordFitsItsHashOnly(t *testing.T) {
	p := NewPasswords(2)
	rapid.Check(t, func(t *rapid.T) {
		one, other := rapid.String().Draw(t, "one"), rapid.StringN(1, 20, -1).Draw(t, "other")
		hash, err := p.Hash(context.Background(), one)
		if err != nil || strings.Contains(hash, good) {
			t.Fatalf("hash %q, %v", hash, err)
		}
		if fits, outdated, err := p.Verify(context.Background(), hash, one); !fits || outdated || err != nil {
			t.Fatalf("its own password: %v, outdated %v, %v", fits, outdated, err)
		}
		if fits, _, _ := p.Verify(context.Background(), hash, one+other); fits {
			t.Fatalf("%q fits the hash of %q", one+other, one)
		}
	})
}

func TestTheSamePasswordIsHashedDifferentlyEachTime(t *testing.T) {
	p := NewPasswords(1)
	a, _ := p.Hash(context.Background(), good)
	b, _ := p.Hash(context.Background(), good)
	if a == b || !strings.HasPrefix(a, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("%s and %s", a, b)
	}
}

func TestAHashOfTheReferenceImplementationIsReadAndOutdated(t *testing.T) {
	fits, outdated, err := NewPasswords(1).Verify(context.Background(), "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "password")
	if !fits || !outdated || err != nil {
		t.Errorf("fits %v, outdated %v, %v", fits, outdated, err)
	}
}

func TestAComposedLetterIsTheSameAsItsParts(t *testing.T) {
	p := NewPasswords(1)
	hash, _ := p.Hash(context.Background(), "항구의 배 일곱 척")
	if fits, _, _ := p.Verify(context.Background(), hash, "항구의 배 일곱 척"); !fits {
		t.Error("the password does not fit when its letters are typed in parts")
	}
}

func TestNobodysPasswordFits(t *testing.T) {
	p := NewPasswords(1)
	for _, password := range []string{"", good, p.nobody} {
		if fits, _, err := p.Verify(context.Background(), "", password); fits || err != nil {
			t.Errorf("%q: fits %v, %v", password, fits, err)
		}
	}
}

func TestWhatIsNoHashIsAnError(t *testing.T) {
	p := NewPasswords(1)
	for _, hash := range []string{"x", "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$" + strings.Repeat("A", 43), "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$" + strings.Repeat("A", 43),
		"$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$" + strings.Repeat("A", 43), "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$short", "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$" + strings.Repeat("A", 43)} {
		if fits, _, err := p.Verify(context.Background(), hash, good); fits || err == nil {
			t.Errorf("%s: fits %v, %v", hash, fits, err)
		}
	}
}

func TestWhoWaitsForASlotCanLeave(t *testing.T) {
	p := NewPasswords(1)
	p.slots <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := p.Verify(ctx, "", good); err == nil {
		t.Error("the password was checked though all slots are taken")
	}
}

func TestPasswordsAreHeldToTheRules(t *testing.T) {
	for password, want := range map[string]string{
		good:                                "",
		"항구의 배 일곱 척이 간다":                    "",
		"correcthorse":                      "",
		"short":                             "has 5 characters",
		strings.Repeat("abcdefgh", 17):      "has 136 characters",
		"reviewer-reviewer":                 "little more than the user's name",
		"Reviewer12345":                     "little more than the user's name",
		"aaaaaaaaaaaa":                      "repeats few",
		"abababababab":                      "repeats few",
		"password1234":                      "tried first",
		"P@ssw0rd2026!":                     "tried first",
		"1234567890":                        "tried first",
		"qwertyuiop":                        "tried first",
		"Kubernetes!!!":                     "tried first",
		"****Dragonball****":                "tried first",
		"bad" + string([]byte{0xff}) + good: "is not text",
	} {
		err := CheckPassword("body.password", "reviewer", password)
		switch {
		case want == "" && err != nil:
			t.Errorf("%q is refused: %v", password, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want one that %s", password, err, want)
		case err != nil && strings.Contains(err.Error(), password):
			t.Errorf("%q is repeated in %v", password, err)
		}
	}
}

func TestARefusedPasswordHasACode(t *testing.T) {
	e, ok := CheckPassword("body.new", "", "short").(*domain.Error) //nolint:errorlint // made there
	if !ok || e.Code != "password" || e.Field != "body.new" || e.Hint == "" {
		t.Errorf("%+v", e)
	}
}
