// SPDX-License-Identifier: Apache-2.0
// Programs of plugins: found by their manifest, without the runtime.
#include "cli/plugin_program.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

namespace busbar {

namespace fs = std::filesystem;

fs::path default_plugins_directory() {
    std::error_code error;
    const auto self = fs::read_symlink("/proc/self/exe", error);
    return self.parent_path().parent_path() / "lib" / "busbar" / "plugins";
}

std::vector<std::string> plugins_with_program(const fs::path& directory) {
    std::vector<std::string> ids;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        auto id = entry.path().filename().string();
        if (plugin_program(directory, id)) ids.push_back(std::move(id));
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

Result<fs::path> plugin_program(const fs::path& directory, const std::string& plugin) {
    const bool plain =
        plugin.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    std::ifstream file(directory / plugin / "manifest.json");
    if (!plain || !file) return fail(ErrorCode::NotFound, "there is no plugin '" + plugin + "'");
    const auto manifest = nlohmann::json::parse(file, nullptr, false);
    const auto found = manifest.is_object() ? manifest.find("program") : manifest.end();
    if (found == manifest.end() || *found == "") {
        return fail(ErrorCode::NotFound, "plugin '" + plugin + "' brings no commands of its own");
    }
    const auto name = found->is_string() ? fs::path(found->get<std::string>()) : fs::path();
    if (name.empty() || name != name.filename() || name == "..") {
        return fail(ErrorCode::InvalidArgument,
                    "the program in plugin '" + plugin + "' is not a plain file name");
    }
    return directory / plugin / name;
}

Error become(const fs::path& program, const std::vector<std::string>& arguments,
             const fs::path& socket) {
    auto name = program.string();
    auto copies = arguments;
    std::vector<char*> pointers{name.data()};
    for (auto& argument : copies) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    (void)::setenv("BUSBAR_SOCKET", socket.c_str(), 1);
    ::execv(program.c_str(), pointers.data());
    return {ErrorCode::Unavailable,
            "cannot run " + program.string() + ": " + std::generic_category().message(errno),
            {}};
}

}  // namespace busbar
