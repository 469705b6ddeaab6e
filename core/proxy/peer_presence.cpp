// SPDX-License-Identifier: MIT
#include "proxy/peer_presence.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace cachescope::proxy {

namespace {

constexpr std::uint32_t loopbackNet = 127;

/** The thread's own way to the kernel; one question is on it at a time. */
class DiagnosticSocket
{
public:
    DiagnosticSocket()
        : m_descriptor(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG))
    {
        // The kernel answers within the call to send(); this only guards against one that never does.
        const timeval longest{ 0, 50'000 };
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    }
    ~DiagnosticSocket() { ::close(m_descriptor); }
    DiagnosticSocket(const DiagnosticSocket &) = delete;
    DiagnosticSocket &operator=(const DiagnosticSocket &) = delete;

    PeerPresence ask(const inet_diag_req_v2 &what)
    {
        struct Request
        {
            nlmsghdr head;
            inet_diag_req_v2 body;
        };
        Request request{};
        request.head.nlmsg_len = sizeof request;
        request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
        request.head.nlmsg_flags = NLM_F_REQUEST;
        request.head.nlmsg_seq = ++m_number;
        request.body = what;
        if (::send(m_descriptor, &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request))
            return PeerPresence::Unknown;
        return readAnswer();
    }

private:
    PeerPresence readAnswer()
    {
        alignas(nlmsghdr) std::array<char, 2048> buffer;
        for (;;) {
            const ssize_t size = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
            if (size < 0 && errno == EINTR)
                continue;
            nlmsghdr head{};
            if (size < static_cast<ssize_t>(sizeof head))
                return PeerPresence::Unknown;
            std::memcpy(&head, buffer.data(), sizeof head);
            // What belongs to an earlier question that nobody waited for any longer.
            if (head.nlmsg_seq != m_number)
                continue;
            return judge(head, buffer.data() + NLMSG_HDRLEN, static_cast<std::size_t>(size) - NLMSG_HDRLEN);
        }
    }

    static PeerPresence judge(const nlmsghdr &head, const char *body, std::size_t size)
    {
        if (head.nlmsg_type == NLMSG_ERROR && size >= sizeof(int)) {
            int error = 0;
            std::memcpy(&error, body, sizeof error);
            return error == -ENOENT ? PeerPresence::Gone : PeerPresence::Unknown;
        }
        inet_diag_msg socket{};
        if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY || size < sizeof socket)
            return PeerPresence::Unknown;
        std::memcpy(&socket, body, sizeof socket);
        return socket.idiag_inode == 0 ? PeerPresence::Gone : PeerPresence::Reads;
    }

    int m_descriptor;
    std::uint32_t m_number = 0;
};

/** One end of a loopback connection, as sock_diag names it. */
struct End
{
    int family = AF_UNSPEC; ///< AF_UNSPEC: not on loopback.
    std::array<__be32, 4> address{};
    __be16 port = 0;
};

End describe(const sockaddr_storage &given)
{
    End end;
    if (given.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &given, sizeof v4);
        end.address[0] = v4.sin_addr.s_addr;
        end.port = v4.sin_port;
    } else if (given.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &given, sizeof v6);
        std::memcpy(end.address.data(), &v6.sin6_addr, sizeof end.address);
        end.port = v6.sin6_port;
        if (IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr))
            end.family = AF_INET6;
        // A listener for both families sees IPv4 clients so; their own socket is an IPv4 one.
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            end.address = { end.address[3], 0, 0, 0 };
        else
            return end;
    }
    if (ntohl(end.address[0]) >> 24 == loopbackNet)
        end.family = AF_INET;
    return end;
}

} // namespace

PeerPresence peerPresence(int descriptor)
{
    sockaddr_storage ours{};
    sockaddr_storage theirs{};
    socklen_t size = sizeof ours;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr *>(&ours), &size) != 0)
        return PeerPresence::Gone;
    size = sizeof theirs;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&theirs), &size) != 0)
        return PeerPresence::Gone; // Reset in the meantime.
    const End peer = describe(theirs);
    const End own = describe(ours);
    if (peer.family == AF_UNSPEC || own.family != peer.family)
        return PeerPresence::Unknown;
    // The other end's socket: what is the peer to us is the source there.
    inet_diag_req_v2 what{};
    what.sdiag_family = static_cast<__u8>(peer.family);
    what.sdiag_protocol = IPPROTO_TCP;
    what.idiag_states = ~0U;
    what.id.idiag_sport = peer.port;
    what.id.idiag_dport = own.port;
    std::memcpy(what.id.idiag_src, peer.address.data(), sizeof what.id.idiag_src);
    std::memcpy(what.id.idiag_dst, own.address.data(), sizeof what.id.idiag_dst);
    what.id.idiag_cookie[0] = what.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    thread_local DiagnosticSocket kernel;
    return kernel.ask(what);
}

} // namespace cachescope::proxy
