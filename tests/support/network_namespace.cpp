// SPDX-License-Identifier: Apache-2.0
// enter_network_namespace() by unshare(1): a sanitizer's own thread forbids unshare(2) in here.
#include "support/network_namespace.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "support/process.hpp"

namespace busbar::testing {
namespace {

constexpr auto kInside = "BUSBAR_NETWORK_NAMESPACE";
constexpr auto kPrepare =
    "ip link set lo up && ip route add 224.0.0.0/4 dev lo src 127.0.0.1 && exec \"$@\"";

// Root may unshare the network alone; everybody else needs a user namespace around it, in which
// files keep their owner and he is called root.
std::vector<std::string> unshare_words(const std::string& flags) {
    return {"unshare", flags, "sh", "-c", kPrepare, "sh"};
}

bool works(const std::string& flags) {
    auto words = unshare_words(flags);
    words.emplace_back("true");
    return run(words).has_value();
}

}  // namespace

std::string enter_network_namespace(char** arguments) {
    if (std::getenv(kInside) != nullptr) return {};
    for (const std::string flags : {"-nm", "-Urnm"}) {
        if (!works(flags)) continue;
        auto words = unshare_words(flags);
        words.push_back(std::filesystem::read_symlink("/proc/self/exe"));
        for (char** argument = arguments + 1; *argument != nullptr; ++argument) {
            words.emplace_back(*argument);
        }
        std::vector<char*> pointers;
        for (auto& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        ::setenv(kInside, "1", 1);
        ::execvp(pointers[0], pointers.data());
    }
    return "no network namespace: neither root nor `unshare -Urnm` is allowed here";
}

}  // namespace busbar::testing
