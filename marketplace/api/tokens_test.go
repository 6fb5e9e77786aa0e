package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

type newToken struct {
	domain.Token
	Secret string
}

func TestATokenActsForItsUserUntilItIsRevoked(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	var token newToken
	isv.must("POST", "/tokens", body{"name": "build server"}, &token)
	robot := &visitor{platform: p, name: "robot", token: token.Secret, address: "192.0.2.30"}
	var who me
	robot.must("GET", "/session", nil, &who)
	if who.User == nil || who.User.Name != "isv" {
		t.Errorf("the token is of %+v", who.User)
	}
	r := isv.must("GET", "/tokens", nil, nil)
	if strings.Contains(r.text, "cht_") || !strings.Contains(r.text, "build server") || !strings.Contains(r.text, `"used"`) {
		t.Errorf("listed as %s", r.text)
	}
	robot.refused("POST", "/tokens", body{"name": "another"}, 403, "session-needed")
	robot.refused("PUT", "/session/password", body{"old": passwordOfAll, "new": another}, 403, "session-needed")
	isv.must("DELETE", "/tokens/"+token.ID, nil, nil)
	robot.refused("GET", "/session", nil, 401, "token")
}

func TestATokenExpires(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	var token newToken
	isv.must("POST", "/tokens", body{"name": "short", "expires": p.now.Add(time.Hour)}, &token)
	robot := &visitor{platform: p, name: "robot", token: token.Secret, address: "192.0.2.30"}
	robot.must("GET", "/tokens", nil, nil)
	p.now = p.now.Add(time.Hour)
	robot.refused("GET", "/tokens", nil, 401, "token")
}

func TestTokensAreRefused(t *testing.T) {
	p := newPlatform(t)
	admin := p.admin()
	isv := admin.add("isv", domain.PlatformRegular)
	var token newToken
	admin.must("POST", "/tokens", body{"name": "of the admin"}, &token)
	isv.refused("DELETE", "/tokens/"+token.ID, nil, 404, "not-found")
	isv.refused("POST", "/tokens", body{"name": " "}, 422, "required")
	isv.refused("POST", "/tokens", body{"name": "late", "expires": p.now}, 422, "past")
	for range 50 {
		isv.must("POST", "/tokens", body{"name": "one"}, nil)
	}
	isv.refused("POST", "/tokens", body{"name": "one more"}, 409, "too-many-tokens")
}
