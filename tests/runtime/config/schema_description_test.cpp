// SPDX-License-Identifier: Apache-2.0
// What user interfaces are told.
#include "config/schema_description.hpp"

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

Json collection(const Json& description, const std::string& name) {
    for (const auto& entry : description["collections"]) {
        if (entry["name"] == name) return entry;
    }
    return nullptr;
}

Json field(const Json& collection, const std::string& name) {
    for (const auto& entry : collection["fields"]) {
        if (entry["name"] == name) return entry;
    }
    return nullptr;
}

TEST(SchemaDescription, TellsACollectionsOptions) {
    const auto connections = collection(test_schema()->describe(), "connections");
    EXPECT_EQ(connections["label"], "Connections");
    EXPECT_EQ(connections["help"], "Where to.");
    EXPECT_EQ(connections["actions"], Json({"start", "stop"}));
    EXPECT_EQ(connections["startable"], true);
    EXPECT_EQ(connections["singular"], false);
    EXPECT_EQ(connections["onUpdate"], false);
    EXPECT_EQ(connections["itemsMax"], 50);
}

TEST(SchemaDescription, TellsFieldsInTheirOrderWithTheirOptions) {
    const auto connections = collection(test_schema()->describe(), "connections");
    EXPECT_EQ(connections["fields"][0]["name"], "name");
    EXPECT_EQ(field(connections, "gatewayPort"), Json({{"name", "gatewayPort"},
                                                       {"kind", "uint32"},
                                                       {"label", "Port"},
                                                       {"minimum", 1.0},
                                                       {"maximum", 65535.0}}));
    EXPECT_EQ(field(connections, "password")["secret"], true);
    EXPECT_EQ(field(connections, "password")["visibleIf"], "login=LOGIN_NAME");
    EXPECT_EQ(field(connections, "echoTimeout")["optional"], true);
    EXPECT_EQ(field(connections, "login")["values"], Json({"LOGIN_UNSPECIFIED", "LOGIN_NAME"}));
}

TEST(SchemaDescription, GoesIntoRows) {
    const auto rows = field(collection(test_schema()->describe(), "everything"), "rows");
    EXPECT_EQ(rows["kind"], "message");
    EXPECT_EQ(rows["repeated"], true);
    EXPECT_EQ(rows["fields"][0]["name"], "rowName");
    EXPECT_EQ(rows["fields"][0]["required"], true);
}

}  // namespace
}  // namespace busbar
