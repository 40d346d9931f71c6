// What an experienced developer would write in an afternoon for the same operations.
//   Kundbok.Textbook DATABASE               serves it; prints a token of merchant 1 and where it listens
//   Kundbok.Textbook DATABASE URL TOKEN     fills it with the customers of a running register
using System.Reflection;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kundbok.Textbook;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

var key = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32));
var builder = WebApplication.CreateBuilder();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddDbContextPool<Register>(options => options.UseSqlite($"Data Source={args[0]}")); // in WAL mode, and synchronous=FULL
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    options.MapInboundClaims = false;
    options.TokenValidationParameters = new() { IssuerSigningKey = key, ValidIssuer = "textbook", ValidAudience = "textbook" };
});

await using var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    var register = scope.ServiceProvider.GetRequiredService<Register>();
    await register.Database.EnsureCreatedAsync();
    if (args is [_, var address, var token])
    {
        await FillAsync(register, new Uri(address), token);
        return;
    }
}

var fields = typeof(Customer).GetProperties().Where(property => property.PropertyType == typeof(string))
    .ToDictionary(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name, property => property.Name, StringComparer.Ordinal);

// SQLite has one writer: those that wait here do not poll for its lock.
using var writing = new SemaphoreSlim(1);
var customers = app.MapGroup("/customers").RequireAuthorization();
customers.MapGet("/{id:long}", async (long id, ClaimsPrincipal user, Register register) =>
    await Of(user, register).FirstOrDefaultAsync(c => c.Id == id) is { } customer ? Results.Ok(customer) : Results.NotFound());
customers.MapGet("/", (ClaimsPrincipal user, Register register, string? search, long after = 0, int start = 0, int limit = 100) =>
    Matching(Of(user, register), search).Where(c => c.Id > after).OrderBy(c => c.Id).Skip(start).Take(limit).ToListAsync());
customers.MapGet("/count", (ClaimsPrincipal user, Register register, string? search) => Matching(Of(user, register), search).CountAsync());
customers.MapPost("/", async (Customer customer, ClaimsPrincipal user, Register register) =>
{
    (customer.Id, customer.Merchant, customer.Created) = (0, MerchantOf(user), DateTime.UtcNow);
    register.Add(customer);
    await SaveAsync(register);
    return Results.Created($"/customers/{customer.Id}", customer);
});
customers.MapPatch("/{id:long}", async (long id, Dictionary<string, string> changes, ClaimsPrincipal user, Register register) =>
{
    var customer = await Of(user, register).AsTracking().FirstOrDefaultAsync(c => c.Id == id);
    if (customer is null) return Results.NotFound();
    foreach (var (name, value) in changes)
    {
        if (!fields.TryGetValue(name, out var field)) return Results.BadRequest();
        register.Entry(customer).Property(field).CurrentValue = value;
    }

    await SaveAsync(register);
    return Results.Ok(customer);
});

await app.StartAsync();
Console.WriteLine(new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Issuer = "textbook",
    Audience = "textbook",
    Expires = DateTime.UtcNow.AddDays(1),
    Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["merchant"] = "1" },
    SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
}));
Console.WriteLine($"Now listening on: {app.Urls.First()}");
await app.WaitForShutdownAsync();

static long MerchantOf(ClaimsPrincipal user) => long.Parse(user.FindFirstValue("merchant")!, System.Globalization.CultureInfo.InvariantCulture);

static IQueryable<Customer> Of(ClaimsPrincipal user, Register register)
{
    var merchant = MerchantOf(user);
    return register.Customers.AsNoTracking().Where(c => c.Merchant == merchant);
}

static IQueryable<Customer> Matching(IQueryable<Customer> customers, string? search)
{
    if (search is null) return customers;
    var pattern = $"%{search}%";
    return customers.Where(c => EF.Functions.Like(c.Name, pattern) || EF.Functions.Like(c.Number, pattern) || EF.Functions.Like(c.Address, pattern)
        || EF.Functions.Like(c.PostalCode, pattern) || EF.Functions.Like(c.City, pattern) || EF.Functions.Like(c.CompanyNumber, pattern));
}

async Task SaveAsync(Register register)
{
    await writing.WaitAsync();
    try
    {
        await register.SaveChangesAsync();
    }
    finally
    {
        writing.Release();
    }
}

static async Task FillAsync(Register register, Uri address, string token)
{
    using var client = new HttpClient { BaseAddress = address };
    client.DefaultRequestHeaders.Authorization = new("Bearer", token);
    for (var next = "/customers?limit=10000"; next is not null;)
    {
        using var response = await client.GetAsync(new Uri(next, UriKind.Relative));
        register.AddRange(await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<List<Customer>>(JsonSerializerOptions.Web) ?? []);
        await register.SaveChangesAsync();
        register.ChangeTracker.Clear();
        next = response.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null;
    }
}
