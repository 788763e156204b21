// SPDX-License-Identifier: Apache-2.0
// BusbardProcess: busbard of the build tree, and curl on its Unix socket.
#include "support/busbard_process.hpp"

#include <fstream>

namespace busbar::testing {

BusbardProcess::BusbardProcess(const Json& project) {
    std::ofstream(directory_.file("project.json")) << project.dump(2);
}

Status BusbardProcess::start() {
    process_ = BUSBAR_TRY(Process::start(
        {BUSBAR_PROGRAMS "/busbard", "--project", directory_.file("project.json"), "--state",
         directory_.file("state"), "--socket", directory_.file("socket")}));
    const bool ready =
        eventually([this] { return process_->ended() || request({}, "/readyz").has_value(); });
    if (!ready || process_->ended()) {
        return fail(ErrorCode::Unavailable, "busbard is not ready: " + log());
    }
    return {};
}

Result<BusbardProcess::Json> BusbardProcess::request(std::vector<std::string> options,
                                                     const std::string& path) const {
    std::vector<std::string> words{"curl",          "--silent",
                                   "--show-error",  "--fail-with-body",
                                   "--unix-socket", directory_.file("socket")};
    words.insert(words.end(), options.begin(), options.end());
    words.push_back("http://busbar" + path);
    const auto body = BUSBAR_TRY(run(words));
    const auto json = Json::parse(body, nullptr, false);
    return json.is_discarded() ? Json(body) : json;  // /readyz answers a word
}

Result<BusbardProcess::Json> BusbardProcess::get(const std::string& path) const {
    return request({}, "/api/v1" + path);
}

Result<BusbardProcess::Json> BusbardProcess::put(const std::string& path, const Json& body) const {
    return request({"-X", "PUT", "--json", body.dump()}, "/api/v1" + path);
}

Result<BusbardProcess::Json> BusbardProcess::post(const std::string& path, const Json& body) const {
    return request({"-X", "POST", "--json", body.dump()}, "/api/v1" + path);
}

std::string BusbardProcess::programs() { return BUSBAR_PROGRAMS; }

Result<std::unique_ptr<Process>> BusbardProcess::command(std::vector<std::string> words) const {
    words.insert(words.begin(), programs() + "/busbar");
    return Process::start(words, {{"BUSBAR_SOCKET", socket()}});
}

BusbardProcess::Json BusbardProcess::value(const std::string& object) const {
    const auto state = get("/objects/" + object + "/state");
    return state && state->is_object() ? state->value("value", Json()) : Json();
}

bool BusbardProcess::connected(const std::string& plugin, const std::string& collection,
                               const std::string& item) const {
    return eventually([&] {
        const auto answer = get("/plugins/" + plugin + '/' + collection + '/' + item);
        return answer && (*answer)["status"].is_object() &&
               (*answer)["status"]["state"] == "STATUS_STATE_CONNECTED";
    });
}

}  // namespace busbar::testing
