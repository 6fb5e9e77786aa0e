package domain

import "slices"

// MayGrant says whether the principal may give a platform role to a user, and decide over who has it: nil, or an *Error.
// Nobody hands out rights that they do not have, or gets at them through another's account.
func (p *Principal) MayGrant(role *Role) error {
	if p.Role == PlatformAdmin {
		return nil
	}
	if role.Name == PlatformAdmin {
		return beyond("only a " + PlatformAdmin + " decides over who is one")
	}
	for _, n := range role.Permissions {
		if !slices.Contains(p.Permissions, n) {
			return beyond("the role " + role.Name + " gives " + string(n) + ", which you do not have")
		}
	}
	return nil
}

func beyond(message string) error {
	return &Error{Kind: Forbidden, Code: "beyond-own-rights", Message: message, Hint: "ask a platform administrator"}
}
