using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace MusicRec.NotebookRunner.Data;

/// <summary>Asks for a file over http(s): follows redirects only to http(s), and sorts faults into passing and final.</summary>
internal sealed class WebClient : IDisposable
{
    private const int RedirectsAllowed = 10;
    private readonly HttpClient client;
    private readonly DownloadOptions options;

    public WebClient(DownloadOptions options)
    {
        this.options = options;
        SocketsHttpHandler handler = new()
        {
            // Redirects are followed by hand: the handler's own rule says nothing of where they lead.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.AnswerTimeout,
            MaxResponseHeadersLength = 64,
            UseCookies = false,
        };
        client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("nbrun", "0.1"));
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>
    /// The answer whose body is the file (200), the rest of it (206) or a refusal of the range (416); every other one throws.
    /// </summary>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, string? validator, CancellationToken cancellation)
    {
        Uri current = address;
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await SendAsync(current, from, validator, cancellation);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return response;
            }

            using (response)
            {
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                {
                    throw Refused(current, response);
                }

                if (redirects == RedirectsAllowed)
                {
                    throw new DownloadException($"{address} redirects more than {RedirectsAllowed} times; the last stop was {current}.");
                }

                current = Redirected(current, response);
            }
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, string? validator, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            if (validator is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Range", validator);
            }
        }

        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(options.AnswerTimeout);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        }
        catch (HttpRequestException exception)
        {
            throw new TransientDownloadException($"{address} could not be reached ({exception.InnerException?.Message ?? exception.Message}).", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientDownloadException($"{address} did not answer within {options.AnswerTimeout.TotalSeconds:0.#} s.", exception);
        }
    }

    private static Uri Redirected(Uri from, HttpResponseMessage response)
    {
        // The typed Location header takes "/path" for a file on Unix, so the text is resolved here.
        string? text = response.Headers.NonValidated.TryGetValues("Location", out HeaderStringValues values) ? values.ToString() : null;
        if (text is null || !Uri.TryCreate(from, text, out Uri? target))
        {
            throw new DownloadException($"{from} answered {(int)response.StatusCode} with no usable address to go to ('{text}').");
        }

        if (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps)
        {
            throw new DownloadException($"{from} redirects to {target}; only http and https addresses are followed.");
        }

        if (from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
        {
            throw new DownloadException($"{from} redirects from https to plain http ({target}); that is not followed.");
        }

        return target;
    }

    private static DownloadException Refused(Uri address, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        string answer = string.Create(CultureInfo.InvariantCulture, $"{address} answered {status} {response.ReasonPhrase}.");
        return status is >= 500 or 408 or 425 or 429
            ? new TransientDownloadException(answer, retryAfter: response.Headers.RetryAfter?.Delta)
            : new DownloadException(status switch
            {
                401 or 403 => $"{answer} The server wants an account or refuses this machine; get the file with a browser and put it in place.",
                404 or 410 => $"{answer} The file is no longer there; see the data set's page in data/README.md for another source.",
                _ => answer,
            });
    }
}
