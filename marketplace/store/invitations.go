package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var invitations = table[domain.Invitation]{
	name: "invitations", noun: "invitation", key: "id",
	call:     func(i *domain.Invitation) string { return i.ID },
	identify: func(i *domain.Invitation) string { return i.ID },
	fields: func(i *domain.Invitation) []field {
		return []field{{"id", &i.ID, stored}, {"workspace", &i.Workspace, stored}, {"role", &i.Role, stored}, {"email", &i.Email, stored},
			{"invited_by", &i.By, stored}, {"created", moment{&i.Created}, stored}, {"expires", moment{&i.Expires}, stored},
			{"accepted", perhaps{&i.Accepted}, stored}, {"hash", &i.Hash, stored}}
	},
}

func (x *transaction) InsertInvitation(i *domain.Invitation) error { return invitations.insert(x, i) }

func (x *transaction) GetInvitation(hash string) (*domain.Invitation, error) {
	return invitations.getBy(x, "hash = ?", "the invitation", hash)
}

func (x *transaction) AcceptInvitation(id string, at time.Time) error {
	n, err := x.exec("UPDATE invitations SET accepted = ? WHERE id = ? AND accepted IS NULL", at.UnixMicro(), id)
	if err != nil || n == 1 {
		return err
	}
	if _, err := invitations.get(x, id); err != nil {
		return err
	}
	return domain.Conflictf("accepted", "the invitation was accepted already").With("ask for another one")
}

func (x *transaction) DeleteInvitation(workspace, id string) error {
	return invitations.deleteBy(x, "workspace = ? AND id = ?", "invitation "+id, workspace, id)
}

func (x *transaction) ListInvitations(workspace string) ([]*domain.Invitation, error) {
	return invitations.query(x, "WHERE workspace = ? ORDER BY created DESC, id", true, workspace)
}
