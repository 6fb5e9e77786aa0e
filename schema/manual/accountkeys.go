package manual

const (
	deployerAccount = extension + ".deployerServiceAccount"
	propertyAccount = propertyExtension + ".serviceAccount"
)

// accountKeys are those of a service account, wherever one is declared.
func accountKeys(path string) []Key {
	role := path + ".roles[]"
	rule := role + ".rules[]"
	return []Key{
		{Path: path + ".description", Type: Words, Required: InNew, Summary: "What the service account is for; shown where it is chosen."},
		{Path: path + ".roles", Type: List, Summary: "What the service account may do."},
		{Path: role + ".type", Type: Words, Values: []Value{
			{"Role", "The rights count in the app's namespace."},
			{"ClusterRole", "The rights count in the whole cluster."},
		}, Open: true, Required: Always, Summary: "Whether the role counts in the app's namespace or in the whole cluster."},
		{Path: role + ".rulesType", Type: Words, Values: []Value{
			{"PREDEFINED", "The role is a ClusterRole that the cluster has already, named by rulesFromRoleName."},
			{"CUSTOM", "The role is made of the rules given here."},
		}, Required: Always, Summary: "Whether the role exists in the cluster, or is made of the rules given here."},
		{Path: role + ".rulesFromRoleName", Type: Words, Summary: "Name of the ClusterRole to bind, for PREDEFINED."},
		{Path: role + ".rules", Type: List, Summary: "What is allowed, for CUSTOM."},
		{Path: rule + ".apiGroups", Type: List, Items: Text, Required: Always, Summary: `API groups: "" is the core group, "*" are all.`},
		{Path: rule + ".resources", Type: List, Items: Text, Required: Always, Summary: "Resources, in the plural and in lower case."},
		{Path: rule + ".resourceNames", Type: List, Items: Text, Summary: "Names of the only objects that the rule is for."},
		{Path: rule + ".verbs", Type: List, Items: Text, Required: Always, Summary: "What may be done with them: get, list, watch, create, update, patch, delete."},
		{Path: rule + ".nonResourceURLs", Type: List, Items: Text, Summary: "Not supported: rules are for resources."},
	}
}
