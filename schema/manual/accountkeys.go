package manual

// accountKeys are those of a service account, wherever one is declared.
func accountKeys(path string) []Key {
	role := path + ".roles[]"
	rule := role + ".rules[]"
	return []Key{
		{Path: path + ".description", Type: Text, Required: Always, Summary: "What the service account is for; shown where it is chosen."},
		{Path: path + ".roles", Type: List, Summary: "What the service account may do."},
		{Path: role + ".type", Type: Text, Values: []string{"Role", "ClusterRole"}, Required: Always, Summary: "Whether the role counts in the app's namespace or in the whole cluster."},
		{Path: role + ".rulesType", Type: Text, Values: []string{"PREDEFINED", "CUSTOM"}, Required: Always, Summary: "Whether the role exists in the cluster, or is made of the rules given here."},
		{Path: role + ".rulesFromRoleName", Type: Text, Summary: "Name of the ClusterRole to bind, for PREDEFINED."},
		{Path: role + ".rules", Type: List, Summary: "What is allowed, for CUSTOM."},
		{Path: rule + ".apiGroups", Type: List, Required: Always, Summary: `API groups: "" is the core group, "*" are all.`},
		{Path: rule + ".resources", Type: List, Required: Always, Summary: "Resources, in the plural and in lower case."},
		{Path: rule + ".resourceNames", Type: List, Summary: "Names of the only objects that the rule is for."},
		{Path: rule + ".verbs", Type: List, Required: Always, Summary: "What may be done with them: get, list, watch, create, update, patch, delete."},
		{Path: rule + ".nonResourceURLs", Type: List, Summary: "Not supported: rules are for resources."},
	}
}
