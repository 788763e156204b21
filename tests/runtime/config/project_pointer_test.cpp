// SPDX-License-Identifier: Apache-2.0
// Pointers into a project file.
#include "config/project_pointer.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(ProjectPointer, EscapesAsRfc6901Says) {
    EXPECT_EQ(pointer_part("a/b~c"), "/a~1b~0c");
    EXPECT_EQ(pointer_to("knx", "objects", "lamp"), "/plugins/knx/objects/lamp");
    EXPECT_EQ(pointer_to("", "", "lamp"), "/objects/lamp");
}

TEST(ProjectPointer, PointsAtTheFieldOfAProblem) {
    DraftProblem at{"knx", "interfaces", {}};
    at.problem.set_item_id("main");
    EXPECT_EQ(pointer_of(at), "/plugins/knx/interfaces/main");
    at.problem.set_field("gateway_port");
    EXPECT_EQ(pointer_of(at), "/plugins/knx/interfaces/main/gatewayPort");
    at.problem.set_field("rows[2].ca_file");
    EXPECT_EQ(pointer_of(at), "/plugins/knx/interfaces/main/rows/2/caFile");
}

}  // namespace
}  // namespace busbar
