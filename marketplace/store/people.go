package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// People are users, what they belong to, and how they sign in.
type People interface {
	InsertUser(*domain.User) error
	GetUser(name string) (*domain.User, error)
	UpdateUser(*domain.User) error
	// DeleteUser takes memberships, sessions and tokens with it.
	DeleteUser(name string) error
	ListUsers(UserQuery, Page) (List[*domain.User], error) // orders: name, created, lastSeen
	// Principal gives a user's role, permissions and memberships.
	Principal(user string) (*domain.Principal, error)

	InsertRole(*domain.Role) error
	GetRole(name string) (*domain.Role, error)
	UpdateRole(*domain.Role) error
	DeleteRole(name string) error // refused while users have it: domain.Conflict, code in-use
	ListRoles() ([]*domain.Role, error)

	InsertWorkspace(*domain.Workspace) error
	GetWorkspace(name string) (*domain.Workspace, error)
	UpdateWorkspace(*domain.Workspace) error
	// DeleteWorkspace takes memberships and invitations with it; it is refused while projects are in it. Its apps stay,
	// without workspace: which of them are deleted before is the caller's business.
	DeleteWorkspace(name string) error
	// ListWorkspaces gives those of a user, or all if user is empty.
	ListWorkspaces(user, text string, page Page) (List[*domain.Workspace], error) // orders: name, created

	PutWorkspaceMember(workspace, user string, role domain.WorkspaceRole, since time.Time) error
	DeleteWorkspaceMember(workspace, user string) error // takes the memberships in its projects with it
	ListWorkspaceMembers(workspace string) ([]*domain.Member, error)

	InsertProject(*domain.Project) error
	GetProject(name string) (*domain.Project, error)
	UpdateProject(*domain.Project) error
	DeleteProject(name string) error
	// ListProjects gives those of a workspace, or of all if it is empty; with user, only those that the user is a member
	// of, or of whose workspace the user is admin or viewer.
	ListProjects(workspace, user string) ([]*domain.Project, error)
	PutProjectMember(project, user string, role domain.ProjectRole, since time.Time) error
	DeleteProjectMember(project, user string) error
	ListProjectMembers(project string) ([]*domain.Member, error)

	InsertInvitation(*domain.Invitation) error
	GetInvitation(hash string) (*domain.Invitation, error)
	AcceptInvitation(id string, at time.Time) error
	DeleteInvitation(workspace, id string) error
	ListInvitations(workspace string) ([]*domain.Invitation, error)

	InsertSession(*domain.Session) error
	GetSession(hash string) (*domain.Session, error)
	// TouchSession keeps when a session, and with it its user, was seen last.
	TouchSession(hash string, seen time.Time) error
	DeleteSession(hash string) error
	DeleteSessions(user string) error
	DeleteExpiredSessions(now time.Time) error

	InsertToken(*domain.Token) error
	GetToken(hash string) (*domain.Token, error)
	TouchToken(id string, used time.Time) error
	DeleteToken(user, id string) error
	ListTokens(user string) ([]*domain.Token, error)

	InsertLink(*domain.Link) error
	// TakeLink gives a one-time link and removes it.
	TakeLink(hash string) (*domain.Link, error)

	InsertCluster(*domain.Cluster) error
	GetCluster(name string) (*domain.Cluster, error)
	UpdateCluster(*domain.Cluster) error
	DeleteCluster(name string) error // refused while projects are on it
	ListClusters() ([]*domain.Cluster, error)
}

// UserQuery chooses users. Empty fields choose all.
type UserQuery struct {
	Text string // in name, title or email
	Role string
}
