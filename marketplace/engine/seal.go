package engine

import (
	"encoding/json"
	"fmt"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Values are what the user set in a revision.
func Values(s *auth.Sealer, c *domain.Change) (map[string]any, error) {
	return open(s, c.Values, auth.AboutValues(c.Instance, c.N))
}

// Generated are the values that provisioning made in a revision or took over from an earlier one.
func Generated(s *auth.Sealer, c *domain.Change) (map[string]any, error) {
	return open(s, c.Generated, auth.AboutGenerated(c.Instance, c.N))
}

func setGenerated(s *auth.Sealer, c *domain.Change, values map[string]any) (err error) {
	c.Generated, err = seal(s, values, auth.AboutGenerated(c.Instance, c.N))
	return err
}

func seal(s *auth.Sealer, values map[string]any, about string) ([]byte, error) {
	if len(values) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("write the values of %s: %w", about, err)
	}
	return s.Seal(text, about), nil
}

// open gives the values; none if nothing was sealed.
func open(s *auth.Sealer, sealed []byte, about string) (map[string]any, error) {
	values := map[string]any{}
	if len(sealed) == 0 {
		return values, nil
	}
	text, err := s.Open(sealed, about)
	if err != nil {
		return nil, fmt.Errorf("open the %s: %w", about, err)
	}
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, fmt.Errorf("read the %s: it is not what was written", about)
	}
	return values, nil
}
