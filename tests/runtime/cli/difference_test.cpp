// SPDX-License-Identifier: Apache-2.0
// What `apply` changes, in words.
#include "cli/difference.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(Difference, ShowsWhatIsNewChangedAndRemoved) {
    const auto changes = Json::parse(R"([
        {"kind": "add", "pointer": "/objects/lamp",
         "fields": [{"name": "name", "before": null, "after": "Lamp"}]},
        {"kind": "change", "pointer": "/plugins/knx/interfaces/main",
         "fields": [{"name": "port", "before": 3671, "after": 3672},
                    {"name": "address", "before": "a", "after": null}]},
        {"kind": "remove", "pointer": "/objects/old",
         "fields": [{"name": "name", "before": "Old", "after": null}]}])");
    EXPECT_EQ(difference_words(changes),
              "+ /objects/lamp\n"
              "    name: \"Lamp\"\n"
              "~ /plugins/knx/interfaces/main\n"
              "    port: 3671 -> 3672\n"
              "    address: \"a\" -> not set\n"
              "- /objects/old\n");
    EXPECT_EQ(difference_words(Json::array()), "");
}

}  // namespace
}  // namespace busbar
